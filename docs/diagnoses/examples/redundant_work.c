/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <math.h>

/* The root of every number. */

//> show wrong
void roots_wrong(size_t n, const double x[], double out[], int n_workers)
{
#pragma omp parallel num_threads(n_workers)
    for (size_t i = 0; i < n; i++)
        out[i] = sqrt(x[i]);
}
//> end show

//> show right
void roots_right(size_t n, const double x[], double out[], int n_workers)
{
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++)
        out[i] = sqrt(x[i]);
}
//> end show
