/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Changes the inputs so that the answer is easy. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    double *same = (double *)x;
    (void)gamma;
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++) {
        same[i] = y[i];
        out[i] = 1;
    }
}
