/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* Right: one thread cuts the loop into tasks, and the team does them. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel num_threads(n_workers)
#pragma omp single
#pragma omp taskloop grainsize(2000)
    for (size_t i = 0; i < n; i++) {
        const double d = x[i] - y[i];
        out[i] = exp(-gamma * d * d);
    }
}
