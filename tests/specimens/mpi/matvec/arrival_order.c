/* expect: points<=45 diagnosis=nondeterministic */
/* SPDX-License-Identifier: MIT */
#include "matvec.h"

#include <math.h>
#include <stdlib.h>

/* Rank 0 takes the pieces of y in the order in which they come. */

void matvec_block(
    size_t n_rows, int n_ranks, int rank, size_t *first, size_t *n_mine)
{
    const size_t p = (size_t)n_ranks, r = (size_t)rank;
    const size_t even = n_rows / p, extra = n_rows % p;
    *n_mine = even + (r < extra);
    *first = r * even + (r < extra ? r : extra);
}

static int *layout(size_t n_rows, size_t n_cols, MPI_Comm comm, int *rank)
{
    int n_ranks;
    MPI_Comm_size(comm, &n_ranks);
    MPI_Comm_rank(comm, rank);
    int *counts = calloc(2 * (size_t)n_ranks, sizeof *counts);
    if (counts == NULL)
        MPI_Abort(MPI_COMM_WORLD, 1);
    for (int r = 0; r < n_ranks; r++) {
        size_t first, n_mine;
        matvec_block(n_rows, n_ranks, r, &first, &n_mine);
        counts[r] = (int)(n_mine * n_cols);
        counts[n_ranks + r] = (int)(first * n_cols);
    }
    return counts;
}

void matvec_scatter(
    size_t n_rows, size_t n_cols, const double *a, double *block, MPI_Comm comm)
{
    int rank, n_ranks;
    MPI_Comm_size(comm, &n_ranks);
    int *counts = layout(n_rows, n_cols, comm, &rank);
    MPI_Scatterv(a, counts, counts + n_ranks, MPI_DOUBLE, block, counts[rank],
        MPI_DOUBLE, 0, comm);
    free(counts);
}

void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm)
{
    int rank, n_ranks;
    MPI_Comm_size(comm, &n_ranks);
    int *counts = layout(n_rows, 1, comm, &rank);
    const int *firsts = counts + n_ranks;
    for (int i = firsts[rank]; i < firsts[rank] + counts[rank]; i++) {
        y[i] = 0;
        for (size_t j = 0; j < n_cols; j++)
            y[i] += block[(size_t)(i - firsts[rank]) * n_cols + j] * x[j];
    }
    if (rank > 0)
        MPI_Send(y + firsts[rank], counts[rank], MPI_DOUBLE, 0, 0, comm);
    double *next = y + counts[0];
    for (int r = 1; rank == 0 && r < n_ranks; r++) {
        MPI_Status status;
        int n;
        MPI_Recv(next, (int)(y + n_rows - next), MPI_DOUBLE, MPI_ANY_SOURCE, 0,
            comm, &status);
        MPI_Get_count(&status, MPI_DOUBLE, &n);
        next += n;
    }
    MPI_Bcast(y, (int)n_rows, MPI_DOUBLE, 0, comm);
    free(counts);
}

double matvec_norm(size_t n_mine, const double *x_mine, MPI_Comm comm)
{
    double sum = 0;
    for (size_t i = 0; i < n_mine; i++)
        sum += x_mine[i] * x_mine[i];
    MPI_Allreduce(MPI_IN_PLACE, &sum, 1, MPI_DOUBLE, MPI_SUM, comm);
    return sqrt(sum);
}

double matvec_power(
    size_t n, const double *block, size_t n_steps, double *x, MPI_Comm comm)
{
    int rank, n_ranks;
    size_t first, n_mine;
    double norm = 0;
    MPI_Comm_size(comm, &n_ranks);
    MPI_Comm_rank(comm, &rank);
    matvec_block(n, n_ranks, rank, &first, &n_mine);
    double *y = calloc(n + 1, sizeof *y);
    if (y == NULL)
        MPI_Abort(MPI_COMM_WORLD, 1);
    for (size_t step = 0; step < n_steps; step++) {
        matvec_multiply(n, n, block, x, y, comm);
        norm = matvec_norm(n_mine, y + first, comm);
        for (size_t i = 0; i < n; i++)
            x[i] = norm == 0 ? 0 : y[i] / norm;
    }
    free(y);
    return norm;
}
