/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <stdlib.h>
#include <string.h>

/* The median of n numbers; the contract gives them as const. */

//> show wrong
double median_wrong(size_t n, const double x[])
{
    double *sorted = (double *)x;
    sort(n, sorted);
    return sorted[n / 2];
}
//> end show

//> show right
double median_right(size_t n, const double x[])
{
    double *sorted = malloc(n * sizeof *sorted);
    if (sorted == NULL)
        return 0;
    memcpy(sorted, x, n * sizeof *sorted);
    sort(n, sorted);
    const double median = sorted[n / 2];
    free(sorted);
    return median;
}
//> end show
