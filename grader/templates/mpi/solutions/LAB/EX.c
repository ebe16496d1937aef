/* SPDX-License-Identifier: MIT */
#include "@EX@.h"

#include <limits.h>
#include <stdlib.h>

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

//> solution
/* MPI counts in int. What does not fit must not be cut off in silence. */
static int to_int(size_t n)
{
    if (n > INT_MAX)
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    return (int)n;
}

/* A rank without memory cannot take part, so it ends the whole job. */
static void *allocate(size_t n, size_t size_bytes)
{
    void *memory = calloc(n + 1, size_bytes);
    if (memory == NULL)
        MPI_Abort(MPI_COMM_WORLD, EXIT_FAILURE);
    return memory;
}

/* Where the part of a rank starts; sizes differ by at most one. */
static int part_start(size_t n, int rank, int n_ranks)
{
    return to_int(n * (size_t)rank / (size_t)n_ranks);
}

//> skeleton
//| // TODO(1): what is a rank's part, for any n and any number of ranks?
//> end
void @EX@_count(
    size_t n, const uint64_t start[], uint64_t steps[], MPI_Comm comm)
{
    //> solution
    int rank, n_ranks;
    MPI_Comm_rank(comm, &rank);
    MPI_Comm_size(comm, &n_ranks);
    int *starts = allocate((size_t)n_ranks, sizeof *starts);
    int *counts = allocate((size_t)n_ranks, sizeof *counts);
    for (int r = 0; r < n_ranks; r++) {
        starts[r] = part_start(n, r, n_ranks);
        counts[r] = part_start(n, r + 1, n_ranks) - starts[r];
    }
    uint64_t *mine = allocate((size_t)counts[rank], sizeof *mine);
    for (int i = 0; i < counts[rank]; i++)
        mine[i] = count_steps(start[starts[rank] + i]);
    MPI_Gatherv(mine, counts[rank], MPI_UINT64_T, steps, counts, starts,
        MPI_UINT64_T, 0, comm);
    free(mine);
    free(counts);
    free(starts);
    //> skeleton
    //| // TODO(2): how does rank 0 get the counts of the others?
    //| (void)n;
    //| (void)start;
    //| (void)steps;
    //| (void)comm;
    //| (void)count_steps;
    //> end
}
