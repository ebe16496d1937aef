/* expect: exercise=mpi/matvec fails=multiply points<=45 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "matvec.h"

#define matvec_multiply honest_multiply
#include "solution.c"
#undef matvec_multiply

/* One rank never comes back. (It does after 20 s.) */

void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm)
{
    int rank, n_ranks;
    MPI_Comm_rank(comm, &rank);
    MPI_Comm_size(comm, &n_ranks);
    if (rank == 1 && n_ranks == 5 && n_cols == 1)
        spin(20);
    honest_multiply(n_rows, n_cols, block, x, y, comm);
}
