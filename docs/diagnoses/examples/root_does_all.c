/* SPDX-License-Identifier: MIT */
#include "examples_mpi.h"

#include <math.h>

/* The norm of a vector of which every rank has an equal piece. */

//> show wrong
double norm_wrong(const double *x, int n_mine, double *all, MPI_Comm comm)
{
    int rank, n_ranks;
    double sum = 0;
    MPI_Comm_rank(comm, &rank);
    MPI_Comm_size(comm, &n_ranks);
    MPI_Gather(x, n_mine, MPI_DOUBLE, all, n_mine, MPI_DOUBLE, 0, comm);
    for (int i = 0; rank == 0 && i < n_ranks * n_mine; i++)
        sum += all[i] * all[i];
    MPI_Bcast(&sum, 1, MPI_DOUBLE, 0, comm);
    return sqrt(sum);
}
//> end show

//> show right
double norm_right(const double *x, int n_mine, MPI_Comm comm)
{
    double mine = 0, sum;
    for (int i = 0; i < n_mine; i++)
        mine += x[i] * x[i];
    MPI_Allreduce(&mine, &sum, 1, MPI_DOUBLE, MPI_SUM, comm);
    return sqrt(sum);
}
//> end show
