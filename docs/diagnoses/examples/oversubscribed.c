/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <math.h>
#include <omp.h>

/* The decibels of every power. */

//> show wrong
void decibels_wrong(size_t n, const double x[], double out[], int n_workers)
{
    const int n_cores = omp_get_num_procs();
    (void)n_workers; /* all cores are faster than some */
#pragma omp parallel for num_threads(n_cores)
    for (size_t i = 0; i < n; i++)
        out[i] = 10 * log10(x[i]);
}
//> end show

//> show right
void decibels_right(size_t n, const double x[], double out[], int n_workers)
{
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++)
        out[i] = 10 * log10(x[i]);
}
//> end show
