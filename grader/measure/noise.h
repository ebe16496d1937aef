/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_MEASURE_NOISE_H
#define PARLAB_MEASURE_NOISE_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/base/fail.h"
#include "grader/measure/loops.h"
#include "grader/measure/measure.h"
#include "grader/measure/others.h"

/** @file
 *  How noisy a machine is, and what that means for grades. For some seconds
 *  loops of our own are timed in blocks like those of a grading: one alone,
 *  copies side by side, and the same copies once more in place of a
 *  candidate. What is said of a machine is made from the recorded blocks. */

/** What was recorded of one loop. */
struct noise_blocks {
    struct sample *samples; /**< judged by measure_judge_block() */
    size_t n_samples;
    double seconds; /**< that they took together */
    size_t n_rounds; /**< work of a block; 0: the loop was not run */
};

/** What was recorded. */
struct noise_watch {
    int n_workers;
    struct noise_blocks of[N_LOOPS];
    struct others others;
    double stolen; /**< share of all processors' time that the host took */
};

/** How to watch. */
struct noise_setup {
    int n_workers; /**< >= 2 */
    double seconds;
    /** Called now and then with how long it has watched; may be NULL. */
    void (*progress)(double done_s, double all_s);
};

/** Watch the machine.
 *  @param[out] watch  release with noise_free() after 0.
 *  @return 0; -1: see loops_start() and loops_run(). */
int noise_watch(const struct noise_setup *setup, struct noise_watch *watch,
    struct fail *fail);

void noise_free(struct noise_watch *watch);

/** What the blocks of one loop come to. */
struct noise_view {
    size_t n; /**< blocks */
    size_t n_of[N_FLAWS]; /**< of them, by what disturbed them */
    size_t n_quiet; /**< by nobody: the following is made of these */
    double attainable; /**< what copies gain, median */
    struct interval usual; /**< eight of ten blocks are in it */
    bool has_two_states;
    double low, high; /**< medians of the two */
    double share_high; /**< of the quiet blocks */
    double slowest; /**< time of the slowest quiet baseline, of ten, over
                         that of the fastest, of ten: 1 for a steady clock */
    int slow_core; /**< the worker whose copy is slowest, counted from 0 */
    double slow_by; /**< how much longer it takes than the fastest, 0.1 is a
                         tenth */
};

/** Look at the blocks of one loop. Pure. */
struct noise_view noise_view(const struct noise_blocks *blocks, int n_workers);

/** What to expect of measuring a candidate. */
struct noise_hope {
    double measured; /**< probability that it is precise in time */
    double seconds; /**< that this takes, median of those; 0 for none */
};

/** Say what measuring would take here: draws from recorded blocks, in place
 *  of those of a candidate that varies as the copies do. Pure.
 *  @param precision  half the width of the interval of the gain at which
 *                    measuring stops
 *  @param budget_s   time at which it gives up */
struct noise_hope noise_expect(
    const struct noise_blocks *blocks, double precision, double budget_s);

#endif
