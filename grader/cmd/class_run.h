/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CLASS_RUN_H
#define PARLAB_CMD_CLASS_RUN_H

#include <stdint.h>
#include <time.h>

#include "grader/course/policy.h"
#include "grader/gradebook/work.h"

/** @file Grading all that a gradebook has and that has no result yet. */

/** Which of those that have a result are graded anew. */
enum class_again {
    CLASS_AGAIN_NONE,
    CLASS_AGAIN_OPEN, /**< those with points that could not be measured */
    CLASS_AGAIN_ALL,
};

/** What is to be done. */
struct class_setup {
    struct gradebook *book;
    const struct policy *policy;
    const struct exercise *const *exercises; /**< those that are asked for */
    size_t n_exercises;
    uint64_t seed;
    bool has_seed_per_student;
    int n_jobs; /**< checks at a time */
    double budget_s; /**< for each measure; 0: as usual */
    time_t until; /**< when no more are begun; 0: no end */
    bool checks_only;
    bool has_checkers;
    enum class_again again;
};

/** How it ended. */
enum class_end {
    CLASS_DONE, /**< nothing is left */
    CLASS_LEFT, /**< something is: see what is counted */
    CLASS_STOPPED, /**< a signal asks to stop */
    CLASS_BROKEN,
};

/** What came of it. */
struct class_tally {
    size_t n_wanted; /**< submissions that were to be graded */
    size_t n_before; /**< of them done before */
    size_t n_now; /**< gradings done now */
    size_t n_open; /**< graded, with open points */
    size_t n_left; /**< not done: the time was over */
    size_t n_troubled; /**< could not be graded, twice */
};

/** The seed of a student's cases. Pure. */
uint64_t class_seed(
    uint64_t seed, bool has_seed_per_student, const char *student);

/** Grade. @param[out] tally  what is known of it, however it ended. */
enum class_end class_run(const struct class_setup *setup,
    struct class_tally *tally, struct fail *fail);

#endif
