/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_MPI_RECORD_PRIVATE_H
#define PARLAB_JUDGE_MPI_RECORD_PRIVATE_H

#include "grader/judge/mpi_record.h"

/** @file For mpi_*.c of this folder only. */

/** What a function waits for. */
enum mpi_kind {
    MPI_KIND_OTHER, /**< returns whatever others do, or is not followed */
    MPI_KIND_SEND,
    MPI_KIND_RECEIVE,
    MPI_KIND_EXCHANGE,
    MPI_KIND_WAIT_ALL,
    MPI_KIND_WAIT_ANY,
    MPI_KIND_COLLECTIVE,
};
enum mpi_kind mpi_kind(uint32_t function);

/** Whether a request is one for a message to come. */
bool mpi_is_receive(const struct record_request *request);

/** Whether the current wait of a rank is for this request. */
bool mpi_is_awaited(
    const struct record_rank *rank, const struct record_request *request);

/** What a rank knows of a communicator. @return NULL: nothing. */
const struct record_comm *mpi_comm_of(
    const struct record_rank *rank, uint64_t key);

/** A remembered collective call. @return NULL: it is not, any more. */
const struct record_collective *mpi_collective_of(
    const struct record_rank *rank, uint64_t comm, uint64_t number);

/** Say how two calls that belong together differ.
 *  @param to  NULL: only whether.
 *  @return whether they do. */
bool mpi_differ(const struct mpi_view *view, int a, int b,
    const struct record_collective *of_a, const struct record_collective *of_b,
    FILE *to);

/** Messages that were sent and not received. */
struct mpi_missing {
    uint64_t n;
    int tag; /**< of all of them; RECORD_ANY: of several, or not known */
};
struct mpi_missing mpi_missing(const struct mpi_view *view, int from, int to);

#endif
