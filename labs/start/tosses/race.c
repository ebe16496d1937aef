/* SPDX-License-Identifier: MIT */
#include "tosses.h"

/* Wrong: all workers change the same two numbers, and nothing keeps them
 * apart. "parlab start" shows what comes of it. */

void tosses(size_t n, uint64_t seed, int n_workers, uint64_t count[2])
{
    count[0] = count[1] = 0;
    //> show loop
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++)
        count[toss(seed, i)]++;
    //> end show
}
