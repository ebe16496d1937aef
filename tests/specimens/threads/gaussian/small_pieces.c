/* expect: points=60 */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* Whoever is ready takes 32 elements: to ask for them takes as long as the
 * elements, and neighbours write to the same lines of the cache. It is
 * slow, but the work is shared. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel for num_threads(n_workers) schedule(dynamic, 32)
    for (size_t i = 0; i < n; i++)
        out[i] = exp(-gamma * (x[i] - y[i]) * (x[i] - y[i]));
}
