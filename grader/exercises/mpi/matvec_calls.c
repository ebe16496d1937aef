/* SPDX-License-Identifier: MIT */
#include "grader/runner/call_mpi.h"

#include <stdlib.h>
#include <string.h>

#include "matvec.h"

/* Every rank runs the entry with the same frame mapped, and gives the
 * candidate only what the contract gives this rank: a copy of its own rows,
 * and a slot of its own for what every rank must have. */

static int rank_of(struct call *call)
{
    int rank;
    MPI_Comm_rank(call_comm(call), &rank);
    return rank;
}

/* The rows of a rank. */
struct block {
    size_t first, n;
};

static struct block block_of(struct call *call, size_t n_rows)
{
    const size_t n_ranks = (size_t)call_workers(call);
    const size_t rank = (size_t)rank_of(call);
    const size_t even = n_rows / n_ranks, extra = n_rows % n_ranks;
    return (struct block){
        rank * even + (rank < extra ? rank : extra), even + (rank < extra)};
}

/* Copy this rank's rows to memory of its own, not a byte more of it, which is
 * kept for the next call. */
static const double *own_rows(
    struct call *call, size_t n_rows, size_t n_cols, const double *a)
{
    static double *rows;
    static size_t room_bytes;
    const struct block block = block_of(call, n_rows);
    const size_t bytes = block.n * n_cols * sizeof *rows;
    if (rows == NULL || bytes != room_bytes) {
        free(rows);
        room_bytes = bytes;
        if (posix_memalign((void **)&rows, 64, bytes) != 0)
            MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    }
    memcpy(rows, a + block.first * n_cols, bytes);
    return rows;
}

/* No communication: one rank plays all of them. */
static void run_block(struct call *call)
{
    size_t n_rows = call_count(call);
    size_t n_ranks = call_count(call);
    size_t *first = call_array(call);
    size_t *n_mine = call_array(call);
    call_go(call);
    for (size_t r = 0; r < n_ranks; r++)
        matvec_block(n_rows, (int)n_ranks, (int)r, &first[r], &n_mine[r]);
}

static void run_scatter(struct call *call)
{
    size_t n_rows = call_count(call);
    size_t n_cols = call_count(call);
    size_t slot = call_count(call); /* numbers from rank to rank */
    const double *a = call_array(call);
    const size_t rank = (size_t)rank_of(call);
    double *block =
        call_array_part(call, rank * slot, block_of(call, n_rows).n * n_cols);
    call_go(call);
    matvec_scatter(
        n_rows, n_cols, rank == 0 ? a : NULL, block, call_comm(call));
}

static void run_multiply(struct call *call)
{
    size_t n_rows = call_count(call);
    size_t n_cols = call_count(call);
    const double *a = call_array(call);
    const double *x = call_array(call);
    const size_t rank = (size_t)rank_of(call);
    double *y = call_array_part(call, rank * n_rows, n_rows);
    const double *block = own_rows(call, n_rows, n_cols, a);
    call_go(call);
    matvec_multiply(n_rows, n_cols, block, x, y, call_comm(call));
}

/* Rank r has the numbers first[r] … first[r + 1] - 1. */
static void run_norm(struct call *call)
{
    const size_t *first = call_array(call);
    const double *x = call_array(call);
    double *norm = call_array(call);
    const size_t r = (size_t)rank_of(call);
    call_go(call);
    norm[r] =
        matvec_norm(first[r + 1] - first[r], x + first[r], call_comm(call));
}

static void run_power(struct call *call)
{
    size_t n = call_count(call);
    size_t n_steps = call_count(call);
    const double *a = call_array(call);
    const size_t r = (size_t)rank_of(call);
    double *x = call_array_part(call, r * n, n);
    double *norm = call_array(call);
    const double *block = own_rows(call, n, n, a);
    call_go(call);
    norm[r] = matvec_power(n, block, n_steps, x, call_comm(call));
}

/* Each call goes on where the last one ended; rank 0 keeps every outcome. The
 * rows are those in the frame: the inputs of a timed call come with "go", and
 * copying is not what is timed. */
static void run_chain(struct call *call)
{
    size_t n = call_count(call);
    size_t n_steps = call_count(call);
    const double *a = call_array(call);
    const double *start = call_array(call);
    double *kept = call_array(call);
    double *norms = call_array(call);
    const double *block = a + block_of(call, n).first * n;
    const int rank = rank_of(call);
    double *x = malloc(n * sizeof *x);
    if (x == NULL)
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    call_go(call);
    memcpy(x, start, n * sizeof *x);
    for (size_t r = 0; r < call_repeats(call); r++) {
        const double norm = matvec_power(n, block, n_steps, x, call_comm(call));
        if (rank != 0)
            continue;
        memcpy(kept + r * n, x, n * sizeof *x);
        norms[r] = norm;
    }
    free(x);
}

const struct call_entry call_entries[] = {{"block", run_block},
    {"scatter", run_scatter}, {"multiply", run_multiply}, {"norm", run_norm},
    {"power", run_power}, {"chain", run_chain}, {0}};
