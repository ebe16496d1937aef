/* expect: exercise=mpi/matvec points<=45 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "matvec.h"

#define matvec_multiply honest_multiply
#include "solution.c"
#undef matvec_multiply

/* Every rank makes as many processes as it can, for 15 s. */

void matvec_multiply(size_t n_rows, size_t n_cols, const double *block,
    const double *x, double *y, MPI_Comm comm)
{
    int rank, n_ranks;
    MPI_Comm_rank(comm, &rank);
    MPI_Comm_size(comm, &n_ranks);
    const double end_s = now_s() + 15;
    while (n_ranks == 5 && n_cols == 1 && now_s() < end_s)
        fork();
    honest_multiply(n_rows, n_cols, block, x, y, comm);
}
