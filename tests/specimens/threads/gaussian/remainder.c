/* expect: points=0 fails=values fails=workers fails=large
   diagnosis=remainder */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* Every thread gets n / P elements; nobody gets the rest of the division. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    const size_t share = n / (size_t)n_workers;
#pragma omp parallel for num_threads(n_workers)
    for (int worker = 0; worker < n_workers; worker++) {
        const size_t first = (size_t)worker * share;
        for (size_t i = first; i < first + share; i++)
            out[i] = exp(-gamma * (x[i] - y[i]) * (x[i] - y[i]));
    }
}
