/* SPDX-License-Identifier: MIT */
#include "@EX@.h"

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
    size_t n, const uint64_t start[], uint64_t steps[], int n_workers)
{
    //> solution
    /* Every count has one writer, and needs nothing of the others. They cost
     * very different times, so the loop is handed out in pieces. */
#pragma omp parallel for default(none) shared(n, start, steps)                 \
    num_threads(n_workers) schedule(dynamic, 256)
    for (size_t i = 0; i < n; i++)
        steps[i] = count_steps(start[i]);
    //> skeleton
    //| // TODO(1): which loop fills steps on a single thread?
    //| // TODO(2): may its iterations run at the same time, and who gets which?
    //| (void)n;
    //| (void)start;
    //| (void)steps;
    //| (void)n_workers;
    //| (void)count_steps;
    //> end
}
