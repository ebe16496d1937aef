/* SPDX-License-Identifier: MIT */
#include "examples.h"

/* How often a number differs from the one before it. */

//> show wrong
size_t changes_wrong(size_t n, const int x[], int n_workers)
{
    size_t changes = 0;
#pragma omp parallel for num_threads(n_workers) reduction(+ : changes)
    for (size_t i = 0; i < n - 1; i++)
        changes += x[i + 1] != x[i];
    return changes;
}
//> end show

//> show right
size_t changes_right(size_t n, const int x[], int n_workers)
{
    size_t changes = 0;
#pragma omp parallel for num_threads(n_workers) reduction(+ : changes)
    for (size_t i = 1; i < n; i++)
        changes += x[i] != x[i - 1];
    return changes;
}
//> end show
