/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_COLLECT_COLLECT_H
#define PARLAB_COLLECT_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "grader/base/fail.h"
#include "grader/course/course.h"

/** @file
 *  Finding what a class handed in: folders, and the archives that Moodle,
 *  Canvas and Gradescope let an instructor download. Of each submission only
 *  the exercise's one file is taken. All names and bytes are hostile. */

/** One file that is a submission. */
struct found {
    char *student; /**< UTF-8, composed (NFC), one line */
    char *exercise; /**< "lab/exercise" */
    char *source; /**< with a NUL behind it */
    size_t source_bytes;
    char *origin; /**< where it was, for people */
    time_t received;
};

/** One file that was not taken. */
struct unread {
    char *path;
    char *why;
};

/** All that is in a folder or an archive. */
struct collection {
    struct found *found; /**< by student, exercise, and when received */
    size_t n_found;
    struct unread *unread; /**< in the order of their paths */
    size_t n_unread;
    char **students; /**< who handed in something that was not taken */
    size_t n_students;
    size_t n_not_asked; /**< submissions to other exercises */
};

/** Collect.
 *  @param path       a folder or a zip archive
 *  @param exercises  those that are asked for
 *  @param[out] collection  release with collection_free(), after 0 only
 *  @return 0; -1: it is neither, or cannot be read. */
int collect(const char *path, const struct course *course,
    const struct exercise *const exercises[], size_t n_exercises,
    struct collection *collection, struct fail *fail);

void collection_free(struct collection *collection);

/** A student's name as gradebooks have it: composed characters, single
 *  blanks, and nothing that changes how a line is shown.
 *  @return new; NULL: no name is left, or one that is too long. */
char *collect_student(const char *name);

#endif
