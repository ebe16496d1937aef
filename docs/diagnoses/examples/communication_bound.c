/* SPDX-License-Identifier: MIT */
#include "examples_mpi.h"

/* Every rank has some rows of a matrix; all want the sums of its columns. */

//> show wrong
void sums_wrong(
    const double *rows, int n_rows, int n_cols, double *sums, MPI_Comm comm)
{
    for (int j = 0; j < n_cols; j++) {
        sums[j] = 0;
        for (int i = 0; i < n_rows; i++)
            sums[j] += rows[i * n_cols + j];
        MPI_Allreduce(MPI_IN_PLACE, &sums[j], 1, MPI_DOUBLE, MPI_SUM, comm);
    }
}
//> end show

//> show right
void sums_right(
    const double *rows, int n_rows, int n_cols, double *sums, MPI_Comm comm)
{
    for (int j = 0; j < n_cols; j++)
        sums[j] = 0;
    for (int i = 0; i < n_rows; i++)
        for (int j = 0; j < n_cols; j++)
            sums[j] += rows[i * n_cols + j];
    MPI_Allreduce(MPI_IN_PLACE, sums, n_cols, MPI_DOUBLE, MPI_SUM, comm);
}
//> end show
