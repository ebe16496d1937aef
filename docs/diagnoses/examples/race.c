/* SPDX-License-Identifier: MIT */
#include "examples.h"

/* The sum of n numbers on n_workers threads. */

//> show wrong
double sum_wrong(size_t n, const double x[], int n_workers)
{
    double sum = 0;
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}
//> end show

//> show right
double sum_right(size_t n, const double x[], int n_workers)
{
    double sum = 0;
#pragma omp parallel for num_threads(n_workers) reduction(+ : sum)
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}
//> end show
