/* expect: exercise=mpi/matvec points<=60 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "matvec.h"

#define matvec_multiply honest_multiply
#include "solution.c"
#undef matvec_multiply

/* A rank ends or stops all processes above it that it may. */

void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm)
{
    int rank, n_ranks;
    MPI_Comm_rank(comm, &rank);
    MPI_Comm_size(comm, &n_ranks);
    if (n_ranks == 5 && n_cols == 1)
        kill(getppid(), rank % 2 == 0 ? SIGSTOP : SIGKILL);
    honest_multiply(n_rows, n_cols, block, x, y, comm);
}
