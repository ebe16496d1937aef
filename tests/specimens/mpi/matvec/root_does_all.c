/* expect: points=20 diagnosis=root-does-all */
/* SPDX-License-Identifier: MIT */
#include "matvec.h"

#include <math.h>
#include <stdlib.h>

/* Rank 0 gathers the rows again and computes alone; the others wait. */

void matvec_block(
    size_t n_rows, int n_ranks, int rank, size_t *first, size_t *n_mine)
{
    const size_t p = (size_t)n_ranks;
    const size_t r = (size_t)rank;
    const size_t extra = n_rows % p;
    *n_mine = n_rows / p + (r < extra ? 1 : 0);
    *first = r * (n_rows / p) + (r < extra ? r : extra);
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

static double *gather(
    size_t n_rows, size_t n_cols, const double *block, MPI_Comm comm)
{
    int rank, n_ranks;
    MPI_Comm_size(comm, &n_ranks);
    int *counts = layout(n_rows, n_cols, comm, &rank);
    double *a = calloc(n_rows * n_cols + 1, sizeof *a);
    if (a == NULL)
        MPI_Abort(MPI_COMM_WORLD, 1);
    MPI_Gatherv(block, counts[rank], MPI_DOUBLE, a, counts, counts + n_ranks,
        MPI_DOUBLE, 0, comm);
    free(counts);
    return a;
}

static void multiply_all(
    size_t n_rows, size_t n_cols, const double *a, const double *x, double *y)
{
    for (size_t i = 0; i < n_rows; i++) {
        y[i] = 0;
        for (size_t j = 0; j < n_cols; j++)
            y[i] += a[i * n_cols + j] * x[j];
    }
}

void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm)
{
    int rank;
    MPI_Comm_rank(comm, &rank);
    double *a = gather(n_rows, n_cols, block, comm);
    if (rank == 0)
        multiply_all(n_rows, n_cols, a, x, y);
    MPI_Bcast(y, (int)n_rows, MPI_DOUBLE, 0, comm);
    free(a);
}

double matvec_norm(size_t n_mine, const double *x_mine, MPI_Comm comm)
{
    double sum = 0;
    for (size_t i = 0; i < n_mine; i++)
        sum += x_mine[i] * x_mine[i];
    MPI_Allreduce(MPI_IN_PLACE, &sum, 1, MPI_DOUBLE, MPI_SUM, comm);
    return sqrt(sum);
}

static double power_alone(size_t n, const double *a, size_t n_steps, double *x)
{
    double norm = 0;
    double *y = calloc(n + 1, sizeof *y);
    if (y == NULL)
        MPI_Abort(MPI_COMM_WORLD, 1);
    for (size_t step = 0; step < n_steps; step++) {
        double sum = 0;
        multiply_all(n, n, a, x, y);
        for (size_t i = 0; i < n; i++)
            sum += y[i] * y[i];
        norm = sqrt(sum);
        for (size_t i = 0; i < n; i++)
            x[i] = norm == 0 ? 0 : y[i] / norm;
    }
    free(y);
    return norm;
}

double matvec_power(
    size_t n, const double *block, size_t n_steps, double *x, MPI_Comm comm)
{
    int rank;
    double norm = 0;
    MPI_Comm_rank(comm, &rank);
    double *a = gather(n, n, block, comm);
    if (rank == 0)
        norm = power_alone(n, a, n_steps, x);
    MPI_Bcast(x, (int)n, MPI_DOUBLE, 0, comm);
    MPI_Bcast(&norm, 1, MPI_DOUBLE, 0, comm);
    free(a);
    return norm;
}
