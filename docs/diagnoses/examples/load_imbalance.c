/* SPDX-License-Identifier: MIT */
#include "examples.h"

/* How many of the numbers before it each number exceeds. */

//> show wrong
void ranks_wrong(size_t n, const double x[], size_t rank[], int n_workers)
{
#pragma omp parallel for num_threads(n_workers) schedule(static)
    for (size_t i = 0; i < n; i++) {
        rank[i] = 0;
        for (size_t k = 0; k < i; k++)
            rank[i] += x[k] < x[i];
    }
}
//> end show

//> show right
void ranks_right(size_t n, const double x[], size_t rank[], int n_workers)
{
#pragma omp parallel for num_threads(n_workers) schedule(dynamic, 16)
    for (size_t i = 0; i < n; i++) {
        rank[i] = 0;
        for (size_t k = 0; k < i; k++)
            rank[i] += x[k] < x[i];
    }
}
//> end show
