/* expect: points<=60 passes=values diagnosis=race */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* The intermediate result is declared outside of the loop. A compiler that
 * keeps it in a register hides the race: every case may pass. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    double difference;
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++) {
        difference = x[i] - y[i];
        out[i] = exp(-gamma * difference * difference);
    }
}
