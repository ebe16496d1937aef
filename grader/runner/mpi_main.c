/* SPDX-License-Identifier: MIT */
#include "grader/runner/harness.h"

#include <sched.h>
#include <stdlib.h>

#include "grader/runner/call_mpi.h"
#include "grader/runner/mpi_record.h"
#include "grader/runner/mpi_yield.h"

/* The runner of MPI exercises: one job that stays up for all cases. Every
 * rank waits for its calls asleep on a socket of its own, so a rank that is
 * not part of a call uses no processor. A call of k ranks runs on a
 * communicator of ranks 0 … k - 1 that was made at the start. Failures of a
 * rank end the whole job: the judge starts another one. */

static MPI_Comm comms[BOARD_RANKS_MAX + 1];

MPI_Comm call_comm(const struct call *call)
{
    return *(MPI_Comm *)call->comm;
}

static void begin(struct harness *harness)
{
    record_begin(
        (struct record *)(harness->shared + BOARD_BYTES), harness->rank);
}

/* Harness traffic uses a duplicate, so that a message which the candidate
 * left behind never meets it. */
static MPI_Comm meeting[BOARD_RANKS_MAX + 1];

static void meet(struct call *call)
{
    PMPI_Barrier(meeting[call_workers(call)]);
}

/* Rank r runs on the r-th of the cores this job may use, in turns.
 * @return how many these are; 0: that cannot be told. */
static int bind_to_core(int rank)
{
    cpu_set_t all, one;
    if (sched_getaffinity(0, sizeof all, &all) != 0 || CPU_COUNT(&all) == 0)
        return 0;
    int turn = rank % CPU_COUNT(&all);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (!CPU_ISSET(cpu, &all) || turn-- > 0)
            continue;
        CPU_ZERO(&one);
        CPU_SET(cpu, &one);
        sched_setaffinity(0, sizeof one, &one);
        break;
    }
    return CPU_COUNT(&all);
}

static void make_communicators(int rank, int n_ranks)
{
    for (int k = 1; k <= n_ranks; k++) {
        const int colour = rank < k ? 0 : MPI_UNDEFINED;
        PMPI_Comm_split(MPI_COMM_WORLD, colour, rank, &comms[k]);
        record_new_comm(comms[k]);
        PMPI_Comm_split(MPI_COMM_WORLD, colour, rank, &meeting[k]);
    }
}

int main(int argc, char **argv)
{
    int rank, n_ranks;
    PMPI_Init(&argc, &argv);
    PMPI_Comm_rank(MPI_COMM_WORLD, &rank);
    PMPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
    const char *path = getenv(CHANNEL_PATH_VARIABLE);
    const char *token = getenv(CHANNEL_TOKEN_VARIABLE);
    if (path == NULL || token == NULL || n_ranks > BOARD_RANKS_MAX)
        PMPI_Abort(MPI_COMM_WORLD, 1);
    const int n_cores = bind_to_core(rank);
    make_communicators(rank, n_ranks);

    struct harness harness = {.socket = channel_connect(path),
        .record_bytes = record_bytes(n_ranks),
        .rank = rank,
        .meet = meet,
        .begin = begin,
        .end = record_end};
    struct message run;
    if (harness.socket < 0)
        PMPI_Abort(MPI_COMM_WORLD, 1);
    harness_start(&harness, strtoull(token, NULL, 16), n_ranks);
    while (harness_next(&harness, &run)) {
        struct call call = {0};
        const struct frame_head *frame = harness_frame(&harness);
        if (frame->n_workers < 1 || frame->n_workers > (uint32_t)n_ranks)
            harness_trouble(&harness, "a call on %u ranks", frame->n_workers);
        call.n_ranks = (int)frame->n_workers;
        call.comm = &comms[frame->n_workers];
        if (n_cores > 0)
            mpi_yield_set(call.n_ranks > n_cores);
        harness_call(&harness, &call);
    }
    PMPI_Finalize();
    return 0;
}
