/* SPDX-License-Identifier: MIT */
#include "examples_mpi.h"

/* The sum of a number of every rank, on rank 0. */

//> show wrong
double total_wrong(double mine, MPI_Comm comm)
{
    int rank, n_ranks;
    double total = mine, part;
    MPI_Comm_rank(comm, &rank);
    MPI_Comm_size(comm, &n_ranks);
    MPI_Send(&mine, 1, MPI_DOUBLE, 0, 0, comm); /* rank 0 too */
    for (int r = 1; rank == 0 && r < n_ranks; r++) {
        MPI_Recv(&part, 1, MPI_DOUBLE, r, 0, comm, MPI_STATUS_IGNORE);
        total += part;
    }
    return total;
}
//> end show

//> show right
double total_right(double mine, MPI_Comm comm)
{
    int rank, n_ranks;
    double total = mine, part;
    MPI_Comm_rank(comm, &rank);
    MPI_Comm_size(comm, &n_ranks);
    if (rank != 0)
        MPI_Send(&mine, 1, MPI_DOUBLE, 0, 0, comm);
    for (int r = 1; rank == 0 && r < n_ranks; r++) {
        MPI_Recv(&part, 1, MPI_DOUBLE, r, 0, comm, MPI_STATUS_IGNORE);
        total += part;
    }
    return total;
}
//> end show
