/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_CHECKS_H
#define PARLAB_JUDGE_CHECKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "grader/base/fail.h"
#include "grader/course/course.h"
#include "grader/judge/finding.h"
#include "grader/judge/judge.h"
#include "grader/sandbox/sandbox.h"

/** @file
 *  The checkers: the candidate is built again with a sanitizer, and runs the
 *  exercise's small cases once more. What they find says why a program is
 *  wrong, or that one that passed was lucky. It earns and costs no points. */

/** What is looked for. */
enum check {
    CHECK_RACES, /**< threads only */
    CHECK_MEMORY, /**< out of bounds, after free, undefined behaviour */
    CHECK_LEAKS, /**< not with MPI, which keeps memory itself */
    CHECK_ORDER, /**< answers that depend on who begins first; not with
                      threads, whose races are seen */
    CHECK_SENDS, /**< MPI only: sends that MPI has to keep for later */
    CHECKS_N,
};

/** "races", "memory", "leaks", "order", "sends". */
const char *check_name(enum check check);

/** What became of one. */
enum check_status {
    CHECK_NOT_ASKED, /**< not for this sort of exercise */
    CHECK_DONE,
    CHECK_NOT_DONE,
};

/** What became of all. */
struct checks {
    enum check_status status[CHECKS_N];
    char why[CHECKS_N][160]; /**< not done, as the second half of a sentence */
    struct findings findings;
    double seconds;
};

/** What to check, and how. */
struct checks_setup {
    const struct course *course;
    const struct exercise *exercise;
    const char *source; /**< text of the candidate, which has been built */
    size_t source_bytes;
    const struct correctness *seen; /**< what its cases came to */
    const char *folder; /**< private folder */
    enum sandbox_layer layer;
    uint64_t seed;
    int n_workers;
    size_t only_case; /**< number of the one case to run; 0 for all */
    bool is_verbose;
    /** Called with the name of each check; may be NULL. */
    void (*progress)(const char *name);
};

enum checks_outcome {
    CHECKS_DONE,
    CHECKS_STOPPED, /**< a signal asked us to stop */
};

/** Run all checkers that fit the exercise, for ten seconds at most.
 *  @param[out] checks  release with checks_free(). */
enum checks_outcome checks_run(
    const struct checks_setup *setup, struct checks *checks);

/** Mark all checks that fit as not done. @param why  format of a text. */
void checks_skip(
    const struct exercise *exercise, struct checks *checks, const char *why);

void checks_free(struct checks *checks);

#endif
