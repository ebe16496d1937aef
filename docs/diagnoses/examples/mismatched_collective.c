/* SPDX-License-Identifier: MIT */
#include "examples_mpi.h"

/* The mean of numbers of which every rank has some, on every rank. */

//> show wrong
double mean_wrong(const double *x, int n_mine, MPI_Comm comm)
{
    double sums[2] = {0, n_mine}, all[2];
    if (n_mine == 0)
        return 0;
    for (int i = 0; i < n_mine; i++)
        sums[0] += x[i];
    MPI_Allreduce(sums, all, 2, MPI_DOUBLE, MPI_SUM, comm);
    return all[0] / all[1];
}
//> end show

//> show right
double mean_right(const double *x, int n_mine, MPI_Comm comm)
{
    double sums[2] = {0, n_mine}, all[2];
    for (int i = 0; i < n_mine; i++)
        sums[0] += x[i];
    MPI_Allreduce(sums, all, 2, MPI_DOUBLE, MPI_SUM, comm);
    return all[1] > 0 ? all[0] / all[1] : 0;
}
//> end show
