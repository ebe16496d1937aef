/* expect: points=0 fails=values fails=workers fails=large
   diagnosis=precision */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* In parallel, but in single precision. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++) {
        const float difference = (float)(x[i] - y[i]);
        out[i] = expf((float)-gamma * difference * difference);
    }
}
