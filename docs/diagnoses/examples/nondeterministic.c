/* SPDX-License-Identifier: MIT */
#include "examples.h"

/* The numbers that are larger than a limit, in their order. */

//> show wrong
size_t select_wrong(size_t n, const double x[], double limit, double out[])
{
    size_t count = 0;
#pragma omp parallel for
    for (size_t i = 0; i < n; i++)
        if (x[i] > limit) {
#pragma omp critical
            out[count++] = x[i];
        }
    return count;
}
//> end show

//> show right
size_t select_right(size_t n, const double x[], double limit, double out[])
{
    size_t count = 0;
#pragma omp parallel for ordered
    for (size_t i = 0; i < n; i++)
        if (x[i] > limit) {
#pragma omp ordered
            out[count++] = x[i];
        }
    return count;
}
//> end show
