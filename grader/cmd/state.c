/* SPDX-License-Identifier: MIT */
#include "grader/cmd/state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/cmd/cmd.h"

/* Files are written whole or not at all. What cannot be read as expected
 * counts as not there: anyone may have edited it. */

enum { LOCK_TRIES = 50 };

static char *state_path(const struct exercise *exercise, const char *key)
{
    return mem_format(
        "%s/.parlab/%s.%s", cmd_course()->work, exercise->name, key);
}

bool state_recall(
    const struct exercise *exercise, const char *key, char text[STATE_TEXT_MAX])
{
    struct fail fail;
    char *path = state_path(exercise, key);
    char *found = file_read(path, STATE_TEXT_MAX - 1, NULL, &fail);
    if (found != NULL)
        snprintf(
            text, STATE_TEXT_MAX, "%.*s", (int)strcspn(found, "\n"), found);
    free(found);
    free(path);
    return found != NULL;
}

bool state_remember(
    const struct exercise *exercise, const char *key, const char *text)
{
    struct fail fail;
    char *path = state_path(exercise, key);
    char *folder = mem_format("%.*s", (int)(strrchr(path, '/') - path), path);
    char *line = mem_format("%s\n", text);
    const bool is_kept = file_make_folder(folder, &fail) == 0 &&
                         file_replace(path, line, strlen(line), &fail) == 0;
    free(line);
    free(folder);
    free(path);
    return is_kept;
}

/* Two commands that end at the same time must not both find themselves
 * better than an older best. Where no lock can be had it goes on without. */
static int lock(void)
{
    struct fail fail;
    char *folder = mem_format("%s/.parlab", cmd_course()->work);
    char *path = mem_format("%s/lock", folder);
    int fd = -1;
    if (file_make_folder(folder, &fail) == 0)
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    for (int i = 0; fd >= 0 && i < LOCK_TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
            break;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    free(path);
    free(folder);
    return fd;
}

/* Kits before the one that kept the best grading had one file, "points". */
static bool recall_record(
    const struct exercise *exercise, const char *key, struct record *record)
{
    char text[STATE_TEXT_MAX];
    return (state_recall(exercise, key, text) ||
               state_recall(exercise, "points", text)) &&
           record_read(text, record);
}

bool state_recall_best(const struct exercise *exercise, struct record *record)
{
    return recall_record(exercise, "best", record);
}

bool state_recall_last(const struct exercise *exercise, struct record *record)
{
    return recall_record(exercise, "last", record);
}

static struct record record_of(const struct result *result)
{
    const struct points points = result_points(result);
    struct record record = {.points = points.points,
        .open = points.open,
        .max = points.max,
        .when = time(NULL)};
    if (result->is_rejected || result->exercise->n_measures == 0)
        return record;
    const struct measurement *first = &result->measures[0].measurement;
    if (first->status == MEASURE_MEASURED) {
        record.speedup = first->speedup;
        record.attainable = first->attainable;
        record.n_workers = first->n_workers;
    }
    return record;
}

static void remember_record(const struct result *result)
{
    char text[RECORD_TEXT_MAX];
    struct record best;
    const struct record record = record_of(result);
    const int held = lock();
    const bool has_best = state_recall_best(result->exercise, &best);
    record_print(&record, text);
    if (!has_best || record_is_best(&record, &best)) {
        state_remember(result->exercise, "best", text);
    } else { /* it may be an old kit's */
        char best_text[RECORD_TEXT_MAX];
        record_print(&best, best_text);
        state_remember(result->exercise, "best", best_text);
    }
    state_remember(result->exercise, "last", text);
    if (held >= 0)
        close(held);
}

static bool is_kept(const struct result *result)
{
    return result->candidate == CANDIDATE_SUBMISSION && result->has_points;
}

void state_remember_diagnoses(const struct result *result)
{
    char names[STATE_TEXT_MAX] = "", before[STATE_TEXT_MAX];
    if (!is_kept(result))
        return;
    for (size_t i = 0; i < result->diagnoses.n; i++) {
        const size_t n = strlen(names);
        snprintf(names + n, sizeof names - n, "%s%s", n > 0 ? " " : "",
            result->diagnoses.list[i].name);
    }
    if (!state_recall(result->exercise, "diagnoses", before) ||
        strcmp(before, names) != 0)
        state_remember(result->exercise, "hinted", "");
    state_remember(result->exercise, "diagnoses", names);
}

void state_remember_result(const struct result *result)
{
    state_remember_diagnoses(result);
    if (is_kept(result) && result->has_speed)
        remember_record(result);
}

bool state_recall_diagnoses(
    const struct exercise *exercise, char names[STATE_TEXT_MAX])
{
    return state_recall(exercise, "diagnoses", names) && names[0] != '\0';
}

bool state_has_diagnosis(const char *names, const char *name)
{
    const size_t n = strlen(name);
    while (*names != '\0') {
        const size_t length = strcspn(names, " ");
        if (length == n && strncmp(names, name, n) == 0)
            return true;
        names += length + (names[length] == ' ');
    }
    return false;
}
