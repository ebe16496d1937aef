/* expect: points=20 diagnosis=redundant-work */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* The word `for` is missing, and every thread counts what it has done. At the
 * counter they hinder each other so much that this alone costs many times what
 * one thread needs for everything. */

static long n_done;

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel num_threads(n_workers)
    for (size_t i = 0; i < n; i++) {
        out[i] = exp(-gamma * (x[i] - y[i]) * (x[i] - y[i]));
#pragma omp atomic
        n_done++;
    }
}
