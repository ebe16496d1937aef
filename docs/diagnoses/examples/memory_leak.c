/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <stdlib.h>

/* The mean of n numbers, in memory that is needed for a moment. */

//> show wrong
double mean_wrong(size_t n, const double x[], int n_workers)
{
    double *sums = calloc((size_t)n_workers, sizeof *sums);
    if (sums == NULL || n == 0)
        return 0;
    add_up(n, x, n_workers, sums);
    const double mean = sums[0] / (double)n;
    free(sums);
    return mean;
}
//> end show

//> show right
double mean_right(size_t n, const double x[], int n_workers)
{
    double mean = 0;
    double *sums = calloc((size_t)n_workers, sizeof *sums);
    if (sums != NULL && n > 0) {
        add_up(n, x, n_workers, sums);
        mean = sums[0] / (double)n;
    }
    free(sums);
    return mean;
}
//> end show
