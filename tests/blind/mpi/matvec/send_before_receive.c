/* expect: diagnosis=unsafe-send */
/* SPDX-License-Identifier: MIT */
#include "matvec.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Wrong: every rank sends its piece to all others before it receives one.
 * MPI_Send may wait until the receiver is there, and then all of them wait. */

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

/* How the numbers of a matrix or a vector are spread. */
struct layout {
    int *counts; /* numbers on each rank */
    int *firsts; /* where they start */
    int rank; /* this rank */
};

/* With n_cols 1 it is the layout of a vector. Release with layout_free(). */
static struct layout layout_new(size_t n_rows, size_t n_cols, MPI_Comm comm)
{
    struct layout layout;
    int n_ranks;
    MPI_Comm_size(comm, &n_ranks);
    MPI_Comm_rank(comm, &layout.rank);
    layout.counts = allocate((size_t)n_ranks, sizeof *layout.counts);
    layout.firsts = allocate((size_t)n_ranks, sizeof *layout.firsts);
    for (int rank = 0; rank < n_ranks; rank++) {
        size_t first, n_mine;
        matvec_block(n_rows, n_ranks, rank, &first, &n_mine);
        layout.counts[rank] = to_int(n_mine * n_cols);
        layout.firsts[rank] = to_int(first * n_cols);
    }
    return layout;
}

static void layout_free(struct layout *layout)
{
    free(layout->counts);
    free(layout->firsts);
}

void matvec_scatter(
    size_t n_rows, size_t n_cols, const double *a, double *block, MPI_Comm comm)
{
    struct layout layout = layout_new(n_rows, n_cols, comm);
    MPI_Scatterv(a, layout.counts, layout.firsts, MPI_DOUBLE, block,
        layout.counts[layout.rank], MPI_DOUBLE, 0, comm);
    layout_free(&layout);
}

static void multiply_rows(size_t n_rows, size_t n_cols, const double *rows,
    const double *x, double *y)
{
    for (size_t i = 0; i < n_rows; i++)
        y[i] = dot(n_cols, rows + i * n_cols, x);
}

/* Every rank has written its piece of v where it belongs: let all ranks have
 * all pieces. */
static void complete(double *v, const struct layout *layout, MPI_Comm comm)
{
    int n_ranks;
    MPI_Comm_size(comm, &n_ranks);
    for (int to = 0; to < n_ranks; to++)
        if (to != layout->rank)
            MPI_Send(v + layout->firsts[layout->rank],
                layout->counts[layout->rank], MPI_DOUBLE, to, 0, comm);
    for (int from = 0; from < n_ranks; from++)
        if (from != layout->rank)
            MPI_Recv(v + layout->firsts[from], layout->counts[from], MPI_DOUBLE,
                from, 0, comm, MPI_STATUS_IGNORE);
}

void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm)
{
    struct layout layout = layout_new(n_rows, 1, comm);
    multiply_rows((size_t)layout.counts[layout.rank], n_cols, block, x,
        y + layout.firsts[layout.rank]);
    complete(y, &layout, comm);
    layout_free(&layout);
}

double matvec_norm(size_t n_mine, const double *x_mine, MPI_Comm comm)
{
    double sum = dot(n_mine, x_mine, x_mine);
    MPI_Allreduce(MPI_IN_PLACE, &sum, 1, MPI_DOUBLE, MPI_SUM, comm);
    return sqrt(sum);
}

double matvec_power(
    size_t n, const double *block, size_t n_steps, double *x, MPI_Comm comm)
{
    struct layout layout = layout_new(n, 1, comm);
    const size_t n_mine = (size_t)layout.counts[layout.rank];
    double *y = allocate(n, sizeof *y);
    double norm = 0;
    for (size_t step = 0; step < n_steps; step++) {
        multiply_rows(n_mine, n, block, x, y + layout.firsts[layout.rank]);
        complete(y, &layout, comm);
        /* All ranks have all of y now. Adding up n squares on each of them
         * takes less time than the message of matvec_norm() would, and n
         * products less than n quotients. */
        norm = sqrt(dot(n, y, y));
        const double factor = norm == 0 ? 1 : 1 / norm;
        for (size_t i = 0; i < n; i++)
            x[i] = y[i] * factor;
    }
    free(y);
    layout_free(&layout);
    return norm;
}
