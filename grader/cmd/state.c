/* SPDX-License-Identifier: MIT */
#include "grader/cmd/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/cmd/cmd.h"

/* Files are written whole or not at all. What cannot be read as expected
 * counts as not there: anyone may have edited it. */

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

bool state_recall_points(
    const struct exercise *exercise, struct state_points *points)
{
    char text[STATE_TEXT_MAX];
    return state_recall(exercise, "points", text) &&
           sscanf(text, "%d %d %d", &points->points, &points->open,
               &points->max) == 3;
}

void state_remember_points(
    const struct exercise *exercise, const struct state_points *points)
{
    char text[STATE_TEXT_MAX];
    snprintf(text, sizeof text, "%d %d %d", points->points, points->open,
        points->max);
    state_remember(exercise, "points", text);
}
