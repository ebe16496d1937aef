/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_LOOK_H
#define PARLAB_JUDGE_LOOK_H

#include "grader/judge/trial.h"

/** @file Runs in which workers are watched, for evidence.c and shares.c. */

/** What is looked at, and the last run of it. */
struct look {
    struct session *session;
    const struct timing *timing;
    size_t repeats;
    double start_s; /**< the clock's, at the first run */
    size_t frame_bytes; /**< of the last run */
    struct job_result result;
    double stolen_s; /**< processor time that the host took meanwhile */
};

/** Run what is timed. @return 0; -1 when the run came to no end. */
int look_run(struct look *look, int n_workers);

/** How many runs are worth their time: @p most while all have taken a few
 *  seconds, then @p some, and one when they have taken twice as long. One of a
 *  slow program tells more than one of a fast one. */
int look_n_wanted(const struct look *look, int some, int most);

bool look_is_mpi(const struct look *look);

/** What became of the work of those that were at work in the last run. */
enum share {
    SHARE_UNKNOWN, /**< a run came to no end */
    SHARE_FAIR, /**< they shared it */
    SHARE_REPEATED, /**< one of them did what one alone does, or all together
                         a multiple of it */
    SHARE_OVERSUBSCRIBED, /**< that cannot be told: where a single worker was
                               asked for, several were at work as well */
};

/** @param[out] work  of it, busiest, total and alone */
enum share look_for_shares(struct look *look, struct work_seen *work);

#endif
