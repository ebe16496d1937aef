/* expect: exercise=mpi/matvec verb=grade points<=63 tries=4 points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "matvec.h"

/* Rank 0 computes everything; the others are busy outside of MPI for as long
 * as that took last time. */

static int busy_bcast(
    void *data, int n, MPI_Datatype type, int root, MPI_Comm comm)
{
    static double last_s;
    int rank;
    const double start_s = now_s();
    MPI_Comm_rank(comm, &rank);
    if (rank != root)
        spin(0.9 * last_s);
    const int result = MPI_Bcast(data, n, type, root, comm);
    last_s = now_s() - start_s < 0.5 ? now_s() - start_s : 0;
    return result;
}
#define MPI_Bcast busy_bcast

#include "serial.c"
