/* expect: diagnosis=out-of-bounds */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>
#include <omp.h>

/* Wrong: to is the last element of a thread, but for the last thread it is
 * the number of elements: that thread also writes out[n]. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel num_threads(n_workers)
    {
        long threads = omp_get_num_threads();
        long me = omp_get_thread_num();
        long share = (long)n / threads;
        long from = me * share;
        long to = me == threads - 1 ? (long)n : from + share - 1;
        for (long i = from; i <= to; i++) {
            double d = x[i] - y[i];
            out[i] = exp(-gamma * d * d);
        }
    }
}
