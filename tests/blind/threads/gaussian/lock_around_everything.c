/* expect: diagnosis=lock-contention */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* Wrong: the whole body of the loop is in a critical section, so there is
 * never more than one thread at work. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++) {
#pragma omp critical
        {
            double d = x[i] - y[i];
            out[i] = exp(-gamma * d * d);
        }
    }
}
