/* expect: points<=20 fails=values diagnosis=zombie */
/* SPDX-License-Identifier: MIT */
#include "@EX@.h"

#include <unistd.h>

/* The children are never waited for, so the caller may return before the
 * counts are there, and what is left of them stays behind. */

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
    const size_t p = (size_t)n_workers;
    for (size_t worker = 0; worker < p; worker++) {
        if (fork() != 0)
            continue;
        for (size_t i = n * worker / p; i < n * (worker + 1) / p; i++)
            steps[i] = count_steps(start[i]);
        _exit(0);
    }
}
