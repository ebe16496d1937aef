/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_MPI_RECORD_H
#define PARLAB_JUDGE_MPI_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "grader/channel/record.h"
#include "grader/judge/finding.h"

/** @file
 *  What follows from the record of an MPI program (grader/channel/record.h).
 *  Everything here looks at a copy, in which all numbers that are indices are
 *  in their range. Sets of ranks are masks. */

/** A copy of a record at one moment. */
struct mpi_view {
    int n_ranks;
    struct record_rank *ranks;
};

/** Copy what @p n_ranks ranks have noted, and bring it into range.
 *  @param n_ranks  at most RECORD_RANKS_MAX
 *  @return release with mpi_view_free(). */
struct mpi_view mpi_view_take(const struct record *record, int n_ranks);
void mpi_view_free(struct mpi_view *view);

/** "MPI_Recv" for RECORD_Recv. @return borrowed. */
const char *mpi_function_name(uint32_t function);

/** Whether a rank is inside a call. */
bool mpi_is_inside(const struct record_rank *rank);

/** Print the call that a rank is in: "MPI_Recv(source=1, tag=12)". */
void mpi_print_call(FILE *to, const struct mpi_view *view, int rank);

/** Find the ranks whose calls cannot end, because each of them waits for what
 *  only another of them could do, or a rank that has ended. The record alone
 *  shows it: how long they have been waiting does not matter. A call is
 *  counted among them only if nothing is left that might end it; so where
 *  something is not known, it is not.
 *  @return mask; 0 for none. */
uint64_t mpi_stuck(const struct mpi_view *view);

/** What a rank that is stuck waits for.
 *  @return a rank that is stuck too, or has ended; -1: none in particular. */
int mpi_waits_for(const struct mpi_view *view, uint64_t stuck, int rank);

/** Say why ranks are stuck: a finding "mismatched-collective" or "deadlock",
 *  with who waits where. */
void mpi_find_deadlock(
    const struct mpi_view *view, uint64_t stuck, struct findings *findings);

/** Find calls that belong together and do not fit: "mismatched-collective". */
void mpi_find_mismatch(const struct mpi_view *view, struct findings *findings);

/** Find messages that nobody received: "unreceived-message". Only once all
 *  ranks have ended. */
void mpi_find_unreceived(
    const struct mpi_view *view, struct findings *findings);

/** The share of its time that even the rank with least of it spent inside
 *  MPI without waiting for a partner to come. */
double mpi_communication_share(const struct mpi_view *view);

/** The least share of its processor time that a rank other than @p busiest
 *  spent inside MPI; 0 for one rank. */
double mpi_others_share(const struct mpi_view *view, int busiest);

/** Whether the same calls have been stuck for a while. */
struct mpi_watch {
    uint64_t stuck;
    uint64_t entered[RECORD_RANKS_MAX];
    double since_s;
};

/** Look again.
 *  @param[in,out] watch  starts as {0}
 *  @param         now_s  of a clock
 *  @return mask of the ranks that are stuck and were so for @p long_s. */
uint64_t mpi_watch_look(struct mpi_watch *watch, const struct mpi_view *view,
    double now_s, double long_s);

#endif
