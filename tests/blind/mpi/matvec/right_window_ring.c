/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "matvec.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Right: ranks fetch what they need out of the memory of others. Rank 0 opens
 * its matrix as a window, and everybody gets its rows; a product is a ring, in
 * which every piece of y goes once round; a norm is a reduction to the last
 * rank and a broadcast from there. */

/* MPI counts in int. What does not fit must not be cut off in silence. */
static inline int to_int(size_t n)
{
    if (n > INT_MAX) {
        fprintf(stderr, "%zu is too large for an MPI count\n", n);
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    }
    return (int)n;
}

/* A rank without memory cannot take part in the next collective call, so it
 * ends the whole job. */
static inline void *allocate(size_t n, size_t size_bytes)
{
    void *memory = calloc(n + 1, size_bytes);
    if (memory == NULL) {
        fprintf(stderr, "no memory for %zu x %zu bytes\n", n, size_bytes);
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    }
    return memory;
}

enum { LANES = 16 };

/* The sum of a[j] x[j]. Strict floating point keeps the compiler from
 * changing the order of a sum; the sixteen partial sums are the order that
 * lets it use vector instructions. */
static inline double dot(size_t n, const double *a, const double *x)
{
    double partial[LANES] = {0};
    size_t j = 0;
    for (; j + LANES <= n; j += LANES)
        for (size_t k = 0; k < LANES; k++)
            partial[k] += a[j + k] * x[j + k];
    double sum = 0;
    for (size_t k = 0; k < LANES; k++)
        sum += partial[k];
    for (; j < n; j++)
        sum += a[j] * x[j];
    return sum;
}

void matvec_block(
    size_t n_rows, int n_ranks, int rank, size_t *first, size_t *n_mine)
{
    const size_t p = (size_t)n_ranks;
    const size_t r = (size_t)rank;
    const size_t even = n_rows / p;
    const size_t left_over = n_rows % p; /* ranks with one row more */
    *n_mine = even + (r < left_over ? 1 : 0);
    *first = r * even + (r < left_over ? r : left_over);
}

void matvec_scatter(
    size_t n_rows, size_t n_cols, const double *a, double *block, MPI_Comm comm)
{
    int n_ranks, rank;
    size_t first, n_mine;
    MPI_Win window;
    MPI_Comm_size(comm, &n_ranks);
    MPI_Comm_rank(comm, &rank);
    matvec_block(n_rows, n_ranks, rank, &first, &n_mine);
    if (n_ranks == 1) { /* Open MPI 4.1 has no window of a single rank */
        memcpy(block, a, n_rows * n_cols * sizeof *a);
        return;
    }
    const size_t n = rank == 0 ? n_rows * n_cols : 0;
    MPI_Win_create((void *)a, (MPI_Aint)(n * sizeof *a), (int)sizeof *a,
        MPI_INFO_NULL, comm, &window);
    MPI_Win_fence(0, window);
    if (n_mine * n_cols > 0)
        MPI_Get(block, to_int(n_mine * n_cols), MPI_DOUBLE, 0,
            (MPI_Aint)(first * n_cols), to_int(n_mine * n_cols), MPI_DOUBLE,
            window);
    MPI_Win_fence(0, window);
    MPI_Win_free(&window);
}

static void multiply_rows(
    size_t n_rows, size_t n_cols, const double *a, const double *x, double *y)
{
    for (size_t i = 0; i < n_rows; i++)
        y[i] = dot(n_cols, a + i * n_cols, x);
}

/* In step s a rank hands on the piece of the rank s places before it, and
 * gets the one before that. */
static void complete(size_t n_rows, double *y, MPI_Comm comm)
{
    int n_ranks, rank;
    size_t first, n, next_first, n_next;
    MPI_Comm_size(comm, &n_ranks);
    MPI_Comm_rank(comm, &rank);
    const int after = (rank + 1) % n_ranks;
    const int before = (rank + n_ranks - 1) % n_ranks;
    for (int s = 0; s < n_ranks - 1; s++) {
        const int owner = (rank + n_ranks - s) % n_ranks;
        const int next_owner = (owner + n_ranks - 1) % n_ranks;
        matvec_block(n_rows, n_ranks, owner, &first, &n);
        matvec_block(n_rows, n_ranks, next_owner, &next_first, &n_next);
        MPI_Sendrecv(y + first, to_int(n), MPI_DOUBLE, after, s, y + next_first,
            to_int(n_next), MPI_DOUBLE, before, s, comm, MPI_STATUS_IGNORE);
    }
}

void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm)
{
    int n_ranks, rank;
    size_t first, n_mine;
    MPI_Comm_size(comm, &n_ranks);
    MPI_Comm_rank(comm, &rank);
    matvec_block(n_rows, n_ranks, rank, &first, &n_mine);
    multiply_rows(n_mine, n_cols, block, x, y + first);
    complete(n_rows, y, comm);
}

double matvec_norm(size_t n_mine, const double *x_mine, MPI_Comm comm)
{
    int n_ranks;
    double norm = 0;
    const double mine = dot(n_mine, x_mine, x_mine);
    MPI_Comm_size(comm, &n_ranks);
    MPI_Reduce(&mine, &norm, 1, MPI_DOUBLE, MPI_SUM, n_ranks - 1, comm);
    norm = sqrt(norm);
    MPI_Bcast(&norm, 1, MPI_DOUBLE, n_ranks - 1, comm);
    return norm;
}

/* In a communicator of its own, so that its messages meet no others. */
double matvec_power(
    size_t n, const double *block, size_t n_steps, double *x, MPI_Comm comm)
{
    int n_ranks, rank;
    size_t first, n_mine;
    MPI_Comm own;
    MPI_Comm_dup(comm, &own);
    MPI_Comm_size(own, &n_ranks);
    MPI_Comm_rank(own, &rank);
    matvec_block(n, n_ranks, rank, &first, &n_mine);
    double norm = 0;
    double *y = allocate(n, sizeof *y);
    for (size_t step = 0; step < n_steps; step++) {
        matvec_multiply(n, n, block, x, y, own);
        norm = matvec_norm(n_mine, y + first, own);
        for (size_t i = 0; i < n; i++)
            x[i] = norm == 0 ? 0 : y[i] / norm;
    }
    free(y);
    MPI_Comm_free(&own);
    return norm;
}
