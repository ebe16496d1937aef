/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_REMAINS_H
#define PARLAB_TESTS_REMAINS_H

#include <stdio.h>

#include "tests/hostile/stage.h"

/** @file What a candidate could leave behind: processes, files, objects in
 *  shared memory, locks. */

/** What there is before a specimen is graded. */
struct remains;

/** Look. This process must be one to which orphans come (a subreaper).
 *  @return new; release with remains_free(). */
struct remains *remains_look(void);
void remains_free(struct remains *remains);

/** Look again, say what is new and the candidate's, and clean it up.
 *  @param is_told  objects in /dev/shm are all right: the verdict has said
 *                  that they are there.
 *  @param to       for a TAP comment for each.
 *  @return how many that are not all right. */
int remains_find(const struct remains *before, const struct lane *lane,
    bool is_told, FILE *to);

#endif
