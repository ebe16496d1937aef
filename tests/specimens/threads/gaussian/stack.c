/* expect: points=45 passes=values passes=workers fails=large diagnosis=crash */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>
#include <omp.h>

/* Every thread keeps its intermediate results on its own stack. That is no
 * race, but a large share does not fit: 16 MB on stacks of 8 MiB. */

static void work(
    size_t n, const double x[], const double y[], double gamma, double out[])
{
    double difference[n + 1], square[n + 1];
    for (size_t i = 0; i < n; i++)
        difference[i] = x[i] - y[i];
    for (size_t i = 0; i < n; i++)
        square[i] = pow(difference[i], 2);
    for (size_t i = 0; i < n; i++)
        out[i] = exp(-gamma * square[i]);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel num_threads(n_workers)
    {
        const size_t worker = (size_t)omp_get_thread_num();
        const size_t n_threads = (size_t)omp_get_num_threads();
        const size_t first = n * worker / n_threads;
        const size_t last = n * (worker + 1) / n_threads;
        work(last - first, x + first, y + first, gamma, out + first);
    }
}
