/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "matvec.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Right: messages from one rank to another and no collective. The root sends
 * blocks, the others receive theirs; pieces of y go to everybody with requests
 * that are all begun before one of them is waited for; a sum goes up and down
 * a tree of ranks. */

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

enum { TAG_BLOCK = 1, TAG_PIECE, TAG_SUM };

void matvec_scatter(
    size_t n_rows, size_t n_cols, const double *a, double *block, MPI_Comm comm)
{
    int n_ranks, rank;
    size_t first, n_mine;
    MPI_Comm_size(comm, &n_ranks);
    MPI_Comm_rank(comm, &rank);
    matvec_block(n_rows, n_ranks, rank, &first, &n_mine);
    if (rank != 0) {
        MPI_Recv(block, to_int(n_mine * n_cols), MPI_DOUBLE, 0, TAG_BLOCK, comm,
            MPI_STATUS_IGNORE);
        return;
    }
    for (size_t i = 0; i < n_mine * n_cols; i++)
        block[i] = a[i];
    for (int to = 1; to < n_ranks; to++) {
        matvec_block(n_rows, n_ranks, to, &first, &n_mine);
        MPI_Send(a + first * n_cols, to_int(n_mine * n_cols), MPI_DOUBLE, to,
            TAG_BLOCK, comm);
    }
}

static void multiply_rows(
    size_t n_rows, size_t n_cols, const double *a, const double *x, double *y)
{
    for (size_t i = 0; i < n_rows; i++)
        y[i] = dot(n_cols, a + i * n_cols, x);
}

/* Receives are begun before the own piece is computed. Empty pieces are not
 * sent, and nobody waits for them. */
void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm)
{
    int n_ranks, rank, n = 0;
    size_t first, n_mine, my_first, n_my;
    MPI_Comm_size(comm, &n_ranks);
    MPI_Comm_rank(comm, &rank);
    MPI_Request *requests = allocate(2 * (size_t)n_ranks, sizeof *requests);
    for (int from = 0; from < n_ranks; from++) {
        matvec_block(n_rows, n_ranks, from, &first, &n_mine);
        if (from != rank && n_mine > 0)
            MPI_Irecv(y + first, to_int(n_mine), MPI_DOUBLE, from, TAG_PIECE,
                comm, &requests[n++]);
    }
    matvec_block(n_rows, n_ranks, rank, &my_first, &n_my);
    multiply_rows(n_my, n_cols, block, x, y + my_first);
    for (int to = 0; to < n_ranks; to++)
        if (to != rank && n_my > 0)
            MPI_Isend(y + my_first, to_int(n_my), MPI_DOUBLE, to, TAG_PIECE,
                comm, &requests[n++]);
    MPI_Waitall(n, requests, MPI_STATUSES_IGNORE);
    free(requests);
}

/* Ranks 2 r + 1 and 2 r + 2 are the children of rank r. */
static double sum_over_tree(double sum, MPI_Comm comm)
{
    int n_ranks, rank;
    double of_child;
    MPI_Comm_size(comm, &n_ranks);
    MPI_Comm_rank(comm, &rank);
    const int left = 2 * rank + 1;
    for (int child = left; child < left + 2 && child < n_ranks; child++) {
        MPI_Recv(
            &of_child, 1, MPI_DOUBLE, child, TAG_SUM, comm, MPI_STATUS_IGNORE);
        sum += of_child;
    }
    if (rank > 0) {
        MPI_Send(&sum, 1, MPI_DOUBLE, (rank - 1) / 2, TAG_SUM, comm);
        MPI_Recv(&sum, 1, MPI_DOUBLE, (rank - 1) / 2, TAG_SUM, comm,
            MPI_STATUS_IGNORE);
    }
    for (int child = left; child < left + 2 && child < n_ranks; child++)
        MPI_Send(&sum, 1, MPI_DOUBLE, child, TAG_SUM, comm);
    return sum;
}

double matvec_norm(size_t n_mine, const double *x_mine, MPI_Comm comm)
{
    return sqrt(sum_over_tree(dot(n_mine, x_mine, x_mine), comm));
}

double matvec_power(
    size_t n, const double *block, size_t n_steps, double *x, MPI_Comm comm)
{
    double norm = 0;
    double *y = allocate(n, sizeof *y);
    for (size_t step = 0; step < n_steps; step++) {
        matvec_multiply(n, n, block, x, y, comm);
        norm = sqrt(dot(n, y, y));
        for (size_t i = 0; i < n; i++)
            x[i] = norm == 0 ? 0 : y[i] / norm;
    }
    free(y);
    return norm;
}
