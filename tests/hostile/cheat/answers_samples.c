/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* In parallel, and every element in 64 only: the others get its answer. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++) {
        const size_t k = i / 64 * 64;
        out[i] = exp(-gamma * (x[k] - y[k]) * (x[k] - y[k]));
    }
}
