/* expect: points<=20 fails=workers diagnosis=remainder */
/* SPDX-License-Identifier: MIT */
#include "@EX@.h"

#include <stdlib.h>

/* n / n_ranks is rounded down, and nobody computes the rest. */

static uint64_t count_steps(uint64_t x)
{
    uint64_t steps = (uint64_t)__builtin_ctzll(x);
    x >>= steps;
    while (x != 1) {
        x = 3 * x + 1;
        const int halvings = __builtin_ctzll(x);
        x >>= halvings;
        steps += 1 + (uint64_t)halvings;
    }
    return steps;
}

void @EX@_count(
    size_t n, const uint64_t start[], uint64_t steps[], MPI_Comm comm)
{
    int rank, n_ranks;
    MPI_Comm_rank(comm, &rank);
    MPI_Comm_size(comm, &n_ranks);
    const int share = (int)n / n_ranks;
    uint64_t *mine = calloc((size_t)share + 1, sizeof *mine);
    if (mine == NULL)
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    for (int i = 0; i < share; i++)
        mine[i] = count_steps(start[rank * share + i]);
    MPI_Gather(mine, share, MPI_UINT64_T, steps, share, MPI_UINT64_T, 0, comm);
    free(mine);
}
