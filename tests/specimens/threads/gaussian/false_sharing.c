/* expect: points=60 */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>
#include <omp.h>

/* Each thread adds up what it has computed in an element of its own, and eight
 * of these elements lie in one line of the cache. */

enum { WORKERS_MAX = 64 };

static volatile double sums[WORKERS_MAX];

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++) {
        out[i] = exp(-gamma * (x[i] - y[i]) * (x[i] - y[i]));
        sums[omp_get_thread_num()] += out[i];
    }
}
