/* expect: points<=20 fails=block fails=scatter fails=multiply passes=norm
   diagnosis=remainder */
/* SPDX-License-Identifier: MIT */
#include "matvec.h"

#include <math.h>
#include <stdlib.h>

/* The rows that are left over by the division belong to nobody. */

void matvec_block(
    size_t n_rows, int n_ranks, int rank, size_t *first, size_t *n_mine)
{
    *n_mine = n_rows / (size_t)n_ranks;
    *first = (size_t)rank * *n_mine;
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
    double *y_mine = y + counts[n_ranks + rank];
    for (size_t i = 0; i < (size_t)counts[rank]; i++) {
        y_mine[i] = 0;
        for (size_t j = 0; j < n_cols; j++)
            y_mine[i] += block[i * n_cols + j] * x[j];
    }
    MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DATATYPE_NULL, y, counts,
        counts + n_ranks, MPI_DOUBLE, comm);
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
