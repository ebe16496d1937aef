/* expect: points<=60 tries=8 points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Every worker does all of the work. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel num_threads(n_workers)
    for (size_t i = 0; i < n; i++)
        out[i] = exp(-gamma * (x[i] - y[i]) * (x[i] - y[i]));
}
