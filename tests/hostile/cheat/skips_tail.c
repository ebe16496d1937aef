/* expect: points<=35 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* In parallel, and without the last hundredth, where nobody may look. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n - n / 100; i++)
        out[i] = exp(-gamma * (x[i] - y[i]) * (x[i] - y[i]));
}
