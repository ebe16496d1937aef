/* expect: points=60 */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* The threads share the work, and hinder each other at the counter of what is
 * done. All together are slower than one alone; but nothing is done twice. */

static long n_done;

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++) {
        out[i] = exp(-gamma * (x[i] - y[i]) * (x[i] - y[i]));
#pragma omp atomic
        n_done++;
    }
}
