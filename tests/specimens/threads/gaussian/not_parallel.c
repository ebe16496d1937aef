/* expect: points=20 diagnosis=not-parallel */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* Right, with the workers left unused. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n_workers;
    for (size_t i = 0; i < n; i++)
        out[i] = exp(-gamma * (x[i] - y[i]) * (x[i] - y[i]));
}
