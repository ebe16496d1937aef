/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/source.h"

/* Nothing of the student's is ever overwritten: the old file is linked under
 * a new name first, and only then does the skeleton take its place. */

enum { KEPT_MAX = 10000 };

/* Give the old file a further name, FILE.~1~ or the next that is free.
 * @return new path; NULL with the reason. */
static char *keep_aside(const char *path, struct fail *fail)
{
    for (int i = 1; i < KEPT_MAX; i++) {
        char *kept = mem_format("%s.~%d~", path, i);
        if (link(path, kept) == 0)
            return kept;
        /* A file system without hard links. */
        if (errno == EPERM && !file_exists(kept) && rename(path, kept) == 0)
            return kept;
        const int error = errno;
        free(kept);
        errno = error;
        if (error != EEXIST)
            break;
    }
    fail_errno(fail, "cannot keep a copy of %s", path);
    return NULL;
}

/* In a folder of the student's own, what the skeleton includes and what the
 * handout speaks of is copied beside it. */
static int copy_beside(const struct exercise *exercise, const char *folder,
    const char *name, struct fail *fail)
{
    size_t n;
    char *from = mem_format("%s/%s", exercise->folder, name);
    char *to = mem_format("%s/%s", folder, name);
    char *text = file_read(from, SOURCE_BYTES_MAX, &n, fail);
    const int result = text != NULL ? file_replace(to, text, n, fail) : -1;
    free(text);
    free(to);
    free(from);
    return result;
}

static int copy_contract(const struct exercise *exercise, struct fail *fail)
{
    const struct course *course = cmd_course();
    if (strcmp(course->work, course->root) == 0)
        return 0;
    char *folder = mem_format("%s/labs/%s", course->work, exercise->name);
    char *header = mem_format("%s.h", exercise->stem);
    const char *const names[] = {header, "serial.c", "README.md", "hints.md"};
    int result = file_make_folder(folder, fail);
    for (size_t i = 0; i < 4 && result == 0; i++)
        result = copy_beside(exercise, folder, names[i], fail);
    free(header);
    free(folder);
    return result;
}

static int reset(const struct exercise *exercise, struct fail *fail)
{
    char *path = course_submission_path(cmd_course(), exercise);
    char *skeleton = source_skeleton(exercise, fail);
    char *kept = NULL;
    int result = skeleton != NULL ? copy_contract(exercise, fail) : -1;
    if (result == 0 && cmd_is_untouched(exercise) && file_exists(path)) {
        printf("%s is the skeleton already.\n", path);
    } else if (result == 0) {
        if (file_exists(path)) {
            kept = keep_aside(path, fail);
            result = kept != NULL ? 0 : -1;
        }
        if (result == 0)
            result = file_replace(path, skeleton, strlen(skeleton), fail);
        if (result == 0)
            printf(
                "%s is the skeleton%s.\n", path, kept != NULL ? " again" : "");
        if (kept != NULL)
            printf("Your file is kept as %s\n", kept);
    }
    free(kept);
    free(skeleton);
    free(path);
    return result;
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    switch (key) {
    case ARGP_KEY_ARG:
        cmd_take_exercise(state, value, state->input);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name an exercise, threads/gaussian say");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int run(int argc, char **argv)
{
    struct fail fail;
    const struct exercise *exercise = NULL;
    cmd_parse(&verb_reset, argc, argv, &exercise);
    if (reset(exercise, &fail) == 0)
        return CMD_FULL;
    fprintf(stderr, "parlab: %s\n", fail.text);
    return CMD_BROKEN;
}

const struct verb verb_reset = {"reset",
    "the skeleton again; your file is kept aside", run,
    {NULL, parse_one, "LAB/EXERCISE",
        "Put the skeleton of an exercise where your file is.\v"
        "Your file gets another name, which is printed; nothing is lost. With\n"
        "an installed parlab this is how to begin: the skeleton and its\n"
        "contract are put below ~/parlab (or $PARLAB_WORK).\n"
        "\n"
        "Example:\n"
        "  parlab reset threads/gaussian\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISE, NULL};
