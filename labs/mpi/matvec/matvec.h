/* SPDX-License-Identifier: MIT */
#ifndef MATVEC_H
#define MATVEC_H

#include <mpi.h>
#include <stddef.h>

/** @file
 *  A dense matrix times a vector, spread over the ranks of a communicator.
 *
 *  The matrix A has n_rows x n_cols numbers, row-major, and is spread by
 *  blocks of whole rows: rank 0 has the first block, rank 1 the next, and so
 *  on, as matvec_block() says. Vectors that are multiplied are complete on
 *  every rank. Nothing else is shared: what a rank does not own, it can only
 *  get by a message.
 *
 *  Sizes are counted in size_t. A size that does not fit MPI's int ends the
 *  job, and so does a rank that runs out of memory. */

/** Say which rows a rank owns. Sizes differ by at most one: the first
 *  n_rows % n_ranks ranks own one row more than the others.
 *  @param n_rows       >= 0; may be smaller than n_ranks
 *  @param n_ranks      >= 1
 *  @param rank         0 … n_ranks - 1
 *  @param[out] first   the first row of the rank; n_rows when all rows are
 *                      taken by the ranks before it
 *  @param[out] n_mine  how many rows it owns; may be 0
 *  Local: no communication. O(1). */
void matvec_block(
    size_t n_rows, int n_ranks, int rank, size_t *first, size_t *n_mine);

/** Spread the rows of a matrix from rank 0 over all ranks.
 *  Collective over comm.
 *  @param a           on rank 0: n_rows x n_cols numbers, row-major;
 *                     on every other rank: NULL
 *  @param[out] block  the rank's own n_mine x n_cols numbers, row-major */
void matvec_scatter(size_t n_rows, size_t n_cols, const double *a,
    double *block, MPI_Comm comm);

/** Multiply: y = A x. Collective over comm.
 *  @param block   the rank's own rows of A, n_mine x n_cols, row-major
 *  @param x       n_cols numbers, the same on every rank
 *  @param[out] y  n_rows numbers, complete on every rank; what they were
 *                 before does not matter
 *  2 n_mine n_cols operations on each rank. */
void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm);

/** The 2-norm sqrt(sum of x[i]^2) of a vector of which every rank has a
 *  piece. Collective over comm. Need not survive squares that overflow.
 *  @param n_mine  numbers in this rank's piece; may be 0, and need not be
 *                 what matvec_block() says
 *  @param x_mine  n_mine numbers
 *  @return        the norm of the whole vector, on every rank; NaN when a
 *                 number is NaN, 0 for no numbers */
double matvec_norm(size_t n_mine, const double *x_mine, MPI_Comm comm);

/** The power method: n_steps times x <- A x / ||A x||. Collective over comm.
 *  When A x is zero there is nothing to divide by: x becomes zero.
 *  @param n          rows and columns of A
 *  @param block      the rank's own rows of A, n_mine x n, row-major
 *  @param n_steps    >= 0
 *  @param[inout] x   n numbers, the same on every rank, before and after
 *  @return           ||A x|| of the last step, on every rank; 0 when
 *                    n_steps is 0
 *  Source: Golub and Van Loan, Matrix Computations, section 7.3.1. */
double matvec_power(
    size_t n, const double *block, size_t n_steps, double *x, MPI_Comm comm);

#endif
