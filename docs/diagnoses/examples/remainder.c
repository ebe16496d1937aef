/* SPDX-License-Identifier: MIT */
#include "examples.h"

/* Worker number worker adds up its share of n numbers. */

//> show wrong
double share_wrong(size_t n, const double x[], int n_workers, int worker)
{
    const size_t share = n / (size_t)n_workers;
    const size_t first = (size_t)worker * share;
    double sum = 0;
    for (size_t i = first; i < first + share; i++)
        sum += x[i];
    return sum;
}
//> end show

//> show right
double share_right(size_t n, const double x[], int n_workers, int worker)
{
    const size_t share = (n + (size_t)n_workers - 1) / (size_t)n_workers;
    const size_t first = (size_t)worker * share;
    double sum = 0;
    for (size_t i = first; i < first + share && i < n; i++)
        sum += x[i];
    return sum;
}
//> end show
