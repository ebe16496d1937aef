/* SPDX-License-Identifier: MIT */
#include "tosses.h"

/* One worker, whatever n_workers says. */

void tosses(size_t n, uint64_t seed, int n_workers, uint64_t count[2])
{
    (void)n_workers;
    count[0] = count[1] = 0;
    for (size_t i = 0; i < n; i++)
        count[toss(seed, i)]++;
}
