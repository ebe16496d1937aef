/* expect: points<=20 fails=workers diagnosis=remainder */
/* SPDX-License-Identifier: MIT */
#include "@EX@.h"

/* n / n_workers is rounded down, and nobody computes the rest. */

static uint64_t count_steps(uint64_t x)
{
    uint64_t steps = 0;
    for (; x != 1; steps++)
        x = x % 2 == 0 ? x / 2 : 3 * x + 1;
    return steps;
}

void @EX@_count(
    size_t n, const uint64_t start[], uint64_t steps[], int n_workers)
{
    const size_t share = n / (size_t)n_workers;
#pragma omp parallel for num_threads(n_workers)
    for (int worker = 0; worker < n_workers; worker++) {
        const size_t first = (size_t)worker * share;
        for (size_t i = first; i < first + share; i++)
            steps[i] = count_steps(start[i]);
    }
}
