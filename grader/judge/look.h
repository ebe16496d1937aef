/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_LOOK_H
#define PARLAB_JUDGE_LOOK_H

#include "grader/judge/trial.h"

/** @file Runs in which workers are watched, for evidence.c, shares.c and
 *  turns.c. */

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

/** What is timed, for a run. @return new frame. */
struct frame *look_frame(const struct look *look, int n_workers);

/** Run what is timed. @return 0; -1 when the run came to no end. */
int look_run(struct look *look, int n_workers);

/** How many runs are worth their time: @p most while all have taken a few
 *  seconds, then @p some, and one when they have taken twice as long. One of a
 *  slow program tells more than one of a fast one. */
int look_n_wanted(const struct look *look, int some, int most);

bool look_is_mpi(const struct look *look);

/** Work of all workers in the last run, in seconds of processor time; with MPI,
 *  of time outside of MPI. */
double look_work_s(const struct look *look);

/** What one worker alone needs for everything, by the last run, which was asked
 *  for one; > 0. */
double look_alone_s(const struct look *look);

/** What workers do that have one core between them and take turns. */
enum turns {
    TURNS_UNKNOWN,
    TURNS_SHARED, /**< together little more than one does alone */
    TURNS_REPEATED, /**< each nearly what one does alone, or as much */
};

/** In a job of its own; without MPI.
 *  @param look       its last run is lost.
 *  @param[out] work  of it, in_turns when it was shared, or busiest and total
 *                    when it was repeated. */
enum turns look_in_turns(struct look *look, struct work_seen *work);

/** What became of the work of those that were at work in the last run. */
enum share {
    SHARE_UNKNOWN, /**< a run came to no end */
    SHARE_FAIR, /**< they shared it */
    SHARE_REPEATED, /**< one of them did what one alone does, or all together
                         a multiple of it */
    SHARE_OVERSUBSCRIBED, /**< that cannot be told: where a single worker was
                               asked for, several were at work as well */
};

/** @param[out] work  of it, busiest and what follows */
enum share look_for_shares(struct look *look, struct work_seen *work);

#endif
