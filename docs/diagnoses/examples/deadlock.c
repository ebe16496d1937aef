/* SPDX-License-Identifier: MIT */
#include "examples_mpi.h"

/* Numbers go round a ring of ranks: each passes some on to the right. */

//> show wrong
void pass_on_wrong(double *out, double *in, int n, MPI_Comm comm)
{
    int rank, n_ranks;
    MPI_Comm_rank(comm, &rank);
    MPI_Comm_size(comm, &n_ranks);
    const int left = (rank + n_ranks - 1) % n_ranks;
    const int right = (rank + 1) % n_ranks;
    MPI_Recv(in, n, MPI_DOUBLE, left, 0, comm, MPI_STATUS_IGNORE);
    MPI_Send(out, n, MPI_DOUBLE, right, 0, comm);
}
//> end show

//> show right
void pass_on_right(double *out, double *in, int n, MPI_Comm comm)
{
    int rank, n_ranks;
    MPI_Comm_rank(comm, &rank);
    MPI_Comm_size(comm, &n_ranks);
    const int left = (rank + n_ranks - 1) % n_ranks;
    const int right = (rank + 1) % n_ranks;
    MPI_Sendrecv(out, n, MPI_DOUBLE, right, 0, in, n, MPI_DOUBLE, left, 0, comm,
        MPI_STATUS_IGNORE);
}
//> end show
