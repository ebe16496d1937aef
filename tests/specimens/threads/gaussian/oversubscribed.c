/* expect: points=20 diagnosis=oversubscribed */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>
#include <omp.h>

/* All cores, whatever it is asked for. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n_workers;
#pragma omp parallel for num_threads(omp_get_num_procs())
    for (size_t i = 0; i < n; i++) {
        const double difference = x[i] - y[i];
        out[i] = exp(-gamma * difference * difference);
    }
}
