/* SPDX-License-Identifier: MIT */
#include "tosses.h"

/* Right: with a reduction every worker counts in two numbers of its own. They
 * are added up once, at the end. */

void tosses(size_t n, uint64_t seed, int n_workers, uint64_t count[2])
{
    count[0] = count[1] = 0;
    //> show loop
#pragma omp parallel for num_threads(n_workers) reduction(+ : count[:2])
    for (size_t i = 0; i < n; i++)
        count[toss(seed, i)]++;
    //> end show
}
