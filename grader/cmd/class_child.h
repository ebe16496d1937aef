/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CLASS_CHILD_H
#define PARLAB_CMD_CLASS_CHILD_H

#include <jansson.h>
#include <stdint.h>
#include <sys/types.h>

#include "grader/course/course.h"
#include "grader/gradebook/gradebook.h"

/** @file
 *  One grading in a process of its own, which is parlab again: what a
 *  submission does to its judge, it does to that one alone. */

/** What is graded, and how. */
struct class_job {
    const struct exercise *exercise;
    const char *source;
    size_t source_bytes;
    enum gradebook_depth depth;
    bool has_speed; /**< else only the cases are run */
    bool has_checkers;
    uint64_t seed;
    double budget_s; /**< 0: as usual */
};

/** A grading that runs. */
struct class_child {
    pid_t pid; /**< 0: none */
    int ended; /**< descriptor that is readable when it has ended; -1 */
    int output, said; /**< files; -1 */
    char *folder;
    char *name; /**< of the exercise */
    double start_s;
};

/** Begin.
 *  @param folder  private, empty or used before by a child that has ended
 *  @return 0; -1: it could not be started. */
int class_child_start(struct class_child *child, const struct class_job *job,
    const char *folder, struct fail *fail);

/** Take what it came to, after it has ended. Releases it.
 *  @param[out] seconds  it took
 *  @return new reference, the document of "parlab grade --json" with one
 *          exercise; NULL: it could not be graded, the reason is its own. */
json_t *class_child_finish(
    struct class_child *child, double *seconds, struct fail *why);

/** End it, with all that it has started. */
void class_child_stop(struct class_child *child);

#endif
