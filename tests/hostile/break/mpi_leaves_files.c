/* expect: exercise=mpi/matvec points<=60 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "matvec.h"

#define matvec_multiply honest_multiply
#include "solution.c"
#undef matvec_multiply

/* Ranks leave shared memory and sockets behind. */

void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm)
{
    int rank;
    MPI_Comm_rank(comm, &rank);
    char name[64];
    snprintf(name, sizeof name, "/hostile-mpi-%d", (int)getpid());
    close(shm_open(name, O_RDWR | O_CREAT, 0600));
    honest_multiply(n_rows, n_cols, block, x, y, comm);
}
