/* SPDX-License-Identifier: MIT */
#include "matvec.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Every rank multiplies its own rows, and one collective call puts the
 * pieces together again. All ranks make the same collective calls in the
 * same order, also those that own no row: a rank that stayed away would
 * leave the others waiting for ever. */

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
    // TODO(1): n_rows = 10 on 4 ranks: which rows has each? What about 2
    // rows on 4 ranks?
    (void)n_rows, (void)n_ranks, (void)rank;
    *first = 0;
    *n_mine = 0;
}

void matvec_scatter(
    size_t n_rows, size_t n_cols, const double *a, double *block, MPI_Comm comm)
{
    // TODO(2): MPI_Scatterv wants, for every rank, how many numbers it
    // gets and where they start. Which ranks have an a to read?
    (void)n_rows, (void)n_cols, (void)a, (void)block, (void)comm;
}

void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm)
{
    // TODO(3): which part of y can this rank compute? Who needs it?
    // dot() above gives one number of it.
    (void)n_rows, (void)n_cols, (void)block, (void)x, (void)y, (void)comm;
}

double matvec_norm(size_t n_mine, const double *x_mine, MPI_Comm comm)
{
    // TODO(4): what must be added up over the ranks, the norms of the
    // pieces or something else?
    (void)n_mine, (void)x_mine, (void)comm;
    return 0;
}

double matvec_power(
    size_t n, const double *block, size_t n_steps, double *x, MPI_Comm comm)
{
    // TODO(5): put the steps above together. Which piece of A x does this
    // rank give to matvec_norm()? What need not be done in every step?
    (void)n, (void)block, (void)n_steps, (void)x, (void)comm;
    return 0;
}
