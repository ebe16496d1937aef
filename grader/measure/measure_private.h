/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_MEASURE_MEASURE_PRIVATE_H
#define PARLAB_MEASURE_MEASURE_PRIVATE_H

#include "grader/judge/cases.h"
#include "grader/judge/job.h"
#include "grader/measure/measure.h"

/** @file The parts of measuring, for the files of this folder only. */

/** Share of a part's time above which what it lost to others matters. */
#define FOREIGN_MAX 0.03

/** Probability with which an interval misses on one side: both together miss
 *  once in a thousand. */
#define MISS_A_SIDE (1.0 / 2000)

/** Standard deviations between two sorts of values that are taken for two. */
#define FAR_APART 6.0

/** What one step of measuring came to. */
enum step {
    STEP_DONE,
    STEP_WRONG, /**< the candidate's fault: no points; the reason is noted */
    STEP_BROKEN,
    STEP_STOPPED,
};

/** The runners that are timed, and what is known of the blocks so far. */
struct meter {
    const struct measure_setup *setup;
    const struct timing *timing;
    struct job *candidate;
    struct job *baselines[MEASURE_WORKERS_MAX];
    int n_baselines; /**< one for T1, more for the copies */
    size_t repeats;
    double fork_s; /**< what starting a worker takes, where it is a process */
    double serial_s; /**< least time of the baseline for them */
    double start_s; /**< of measuring, by the monotonic clock */
    int n_starts; /**< sets of runners that were started */
    size_t n_slow; /**< undisturbed blocks with a late candidate */
    struct measurement *result;
    struct fail *fail;
};

/** Start runners of the candidate and of the baseline, in place of those that
 *  are there, and warm them up. */
enum step meter_start(struct meter *meter);

/** Have each runner make one short call that is not timed. */
enum step meter_warm_up(struct meter *meter);

/** End them. */
void meter_end(struct meter *meter);

/** Time the baseline alone once. */
enum step meter_time_once(struct meter *meter, double *seconds);

/** Run one block and judge it.
 *  @param number  of the block, counted from 1: decides its input. */
enum step meter_run_block(
    struct meter *meter, size_t number, struct sample *sample);

/** Largest share of time that the baseline and its copies lost to others. */
double sample_others_share(const struct sample *sample, int n_workers);

/** The same of the candidate. */
double sample_candidate_share(const struct sample *sample, int n_workers);

/** A drift makes the later values another population than the earlier ones:
 *  then an interval of the median has to hold both halves' medians.
 *  @param[in,out] interval  of the median of @p x; widened if need be
 *  @param[out] halves  their medians, where there is a drift.
 *  @return whether there is. */
bool measure_widen_if_drifting(
    const double x[], size_t n, struct interval *interval, double halves[2]);

/** Below this attainable speedup the yardstick measures nothing. */
#define ATTAINABLE_MIN 1.3

#endif
