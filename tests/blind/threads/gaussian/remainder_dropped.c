/* expect: diagnosis=remainder */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>
#include <omp.h>

/* Wrong: n / n_workers is rounded down, and what is left over of n is given
 * to nobody. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel num_threads(n_workers)
    {
        size_t share = n / (size_t)omp_get_num_threads();
        size_t start = share * (size_t)omp_get_thread_num();
        for (size_t i = start; i < start + share; i++) {
            double d = x[i] - y[i];
            out[i] = exp(-gamma * d * d);
        }
    }
}
