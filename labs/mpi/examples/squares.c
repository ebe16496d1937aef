/* SPDX-License-Identifier: MIT */
#include <mpi.h>
#include <stdio.h>

/* Every rank computes one number, and all ranks get all of them.
 * mpirun: 3
 * prints: 0 1 4 */

enum { RANKS_MAX = 64 };

//> show program
int main(int argc, char **argv)
{
    int rank, n_ranks, squares[RANKS_MAX];
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
    if (n_ranks > RANKS_MAX)
        MPI_Abort(MPI_COMM_WORLD, 1);

    const int mine = rank * rank;
    MPI_Allgather(&mine, 1, MPI_INT, squares, 1, MPI_INT, MPI_COMM_WORLD);

    for (int i = 0; rank == 0 && i < n_ranks; i++)
        printf("%d ", squares[i]);
    MPI_Finalize();
}
//> end show
