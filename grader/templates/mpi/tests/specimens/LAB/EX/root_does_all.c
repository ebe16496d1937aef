/* expect: points=20 diagnosis=not-parallel */
/* SPDX-License-Identifier: MIT */
#include "@EX@.h"

/* Right, and nobody helps rank 0. */

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
    int rank;
    MPI_Comm_rank(comm, &rank);
    for (size_t i = 0; i < n && rank == 0; i++)
        steps[i] = count_steps(start[i]);
}
