/* SPDX-License-Identifier: MIT */
#include "examples_mpi.h"

/* Two ranks exchange their numbers. */

//> show wrong
void swap_wrong(double *mine, double *theirs, int n, MPI_Comm comm)
{
    int rank;
    MPI_Comm_rank(comm, &rank);
    MPI_Send(mine, n, MPI_DOUBLE, 1 - rank, 0, comm);
    MPI_Recv(theirs, n, MPI_DOUBLE, 1 - rank, 0, comm, MPI_STATUS_IGNORE);
}
//> end show

//> show right
void swap_right(double *mine, double *theirs, int n, MPI_Comm comm)
{
    int rank;
    MPI_Request request;
    MPI_Comm_rank(comm, &rank);
    MPI_Irecv(theirs, n, MPI_DOUBLE, 1 - rank, 0, comm, &request);
    MPI_Send(mine, n, MPI_DOUBLE, 1 - rank, 0, comm);
    MPI_Wait(&request, MPI_STATUS_IGNORE);
}
//> end show
