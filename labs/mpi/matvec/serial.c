/* SPDX-License-Identifier: MIT */
#include "matvec.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The serial baseline: rank 0 computes everything and tells the others. On
 * one rank it is plain serial C as fast as the method allows, and that is
 * what a speedup is measured against. On more ranks it is right and gains
 * nothing: the rows travel to rank 0 and the other ranks wait. */

static int to_int(size_t n)
{
    if (n > INT_MAX) {
        fprintf(stderr, "%zu is too large for an MPI count\n", n);
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    }
    return (int)n;
}

static void *allocate(size_t n, size_t size_bytes)
{
    void *memory = calloc(n + 1, size_bytes);
    if (memory == NULL) {
        fprintf(stderr, "no memory for %zu x %zu bytes\n", n, size_bytes);
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    }
    return memory;
}

enum { LANES = 16 };

/* Sixteen partial sums, which the compiler may turn into vector registers
 * without changing the order of any sum. */
static double dot(size_t n, const double *a, const double *x)
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

static void multiply_rows(
    size_t n_rows, size_t n_cols, const double *a, const double *x, double *y)
{
    for (size_t i = 0; i < n_rows; i++)
        y[i] = dot(n_cols, a + i * n_cols, x);
}

void matvec_block(
    size_t n_rows, int n_ranks, int rank, size_t *first, size_t *n_mine)
{
    const size_t p = (size_t)n_ranks;
    const size_t r = (size_t)rank;
    const size_t left_over = n_rows % p;
    *n_mine = n_rows / p + (r < left_over ? 1 : 0);
    *first = r * (n_rows / p) + (r < left_over ? r : left_over);
}

/* Counts and starts of all blocks, in numbers; 2 n_ranks ints. */
static int *new_layout(size_t n_rows, size_t n_cols, int n_ranks)
{
    int *layout = allocate(2 * (size_t)n_ranks, sizeof *layout);
    for (int rank = 0; rank < n_ranks; rank++) {
        size_t first, n_mine;
        matvec_block(n_rows, n_ranks, rank, &first, &n_mine);
        layout[rank] = to_int(n_mine * n_cols);
        layout[n_ranks + rank] = to_int(first * n_cols);
    }
    return layout;
}

void matvec_scatter(
    size_t n_rows, size_t n_cols, const double *a, double *block, MPI_Comm comm)
{
    int n_ranks, rank;
    MPI_Comm_size(comm, &n_ranks);
    MPI_Comm_rank(comm, &rank);
    int *counts = new_layout(n_rows, n_cols, n_ranks);
    MPI_Scatterv(a, counts, counts + n_ranks, MPI_DOUBLE, block, counts[rank],
        MPI_DOUBLE, 0, comm);
    free(counts);
}

/* Bring the whole matrix back to rank 0; NULL on all others. On one rank it
 * is there already, and nothing is copied. */
static const double *gather_all(
    size_t n_rows, size_t n_cols, const double *block, MPI_Comm comm)
{
    int n_ranks, rank;
    MPI_Comm_size(comm, &n_ranks);
    MPI_Comm_rank(comm, &rank);
    if (n_ranks == 1)
        return block;
    int *counts = new_layout(n_rows, n_cols, n_ranks);
    double *a = rank == 0 ? allocate(n_rows * n_cols, sizeof *a) : NULL;
    MPI_Gatherv(block, counts[rank], MPI_DOUBLE, a, counts, counts + n_ranks,
        MPI_DOUBLE, 0, comm);
    free(counts);
    return a;
}

static void release(const double *a, const double *block)
{
    if (a != block)
        free((void *)a);
}

void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm)
{
    int rank;
    MPI_Comm_rank(comm, &rank);
    const double *a = gather_all(n_rows, n_cols, block, comm);
    if (rank == 0)
        multiply_rows(n_rows, n_cols, a, x, y);
    MPI_Bcast(y, to_int(n_rows), MPI_DOUBLE, 0, comm);
    release(a, block);
}

/* Bring the pieces to rank 0. Only the ranks themselves know how long they
 * are. @return new on rank 0, n_all numbers; NULL on all others. */
static double *gather_pieces(
    size_t n_mine, const double *x_mine, MPI_Comm comm, size_t *n_all)
{
    int n_ranks, rank;
    MPI_Comm_size(comm, &n_ranks);
    MPI_Comm_rank(comm, &rank);
    const int count = to_int(n_mine);
    int *counts = allocate(2 * (size_t)n_ranks, sizeof *counts);
    int *firsts = counts + n_ranks;
    MPI_Gather(&count, 1, MPI_INT, counts, 1, MPI_INT, 0, comm);
    *n_all = 0;
    for (int r = 0; r < n_ranks; r++) {
        firsts[r] = to_int(*n_all);
        *n_all += (size_t)counts[r];
    }
    double *x = rank == 0 ? allocate(*n_all, sizeof *x) : NULL;
    MPI_Gatherv(
        x_mine, count, MPI_DOUBLE, x, counts, firsts, MPI_DOUBLE, 0, comm);
    free(counts);
    return x;
}

double matvec_norm(size_t n_mine, const double *x_mine, MPI_Comm comm)
{
    double norm = 0;
    size_t n_all;
    double *x = gather_pieces(n_mine, x_mine, comm, &n_all);
    if (x != NULL)
        norm = sqrt(dot(n_all, x, x));
    MPI_Bcast(&norm, 1, MPI_DOUBLE, 0, comm);
    free(x);
    return norm;
}

static double power_of_rank_0(
    size_t n, const double *a, size_t n_steps, double *x)
{
    double norm = 0;
    double *y = allocate(n, sizeof *y);
    for (size_t step = 0; step < n_steps; step++) {
        multiply_rows(n, n, a, x, y);
        norm = sqrt(dot(n, y, y));
        const double factor = norm == 0 ? 1 : 1 / norm;
        for (size_t i = 0; i < n; i++)
            x[i] = y[i] * factor;
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
    const double *a = gather_all(n, n, block, comm);
    if (rank == 0)
        norm = power_of_rank_0(n, a, n_steps, x);
    MPI_Bcast(x, to_int(n), MPI_DOUBLE, 0, comm);
    MPI_Bcast(&norm, 1, MPI_DOUBLE, 0, comm);
    release(a, block);
    return norm;
}
