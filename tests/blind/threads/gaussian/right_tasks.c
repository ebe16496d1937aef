/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* Right: one thread cuts the loop into tasks, and the team does them. They are
 * few: where a loop has more than 64 tasks for each thread, gcc's library lets
 * the thread that makes them do all of them at once. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
#pragma omp parallel num_threads(n_workers)
#pragma omp single
#pragma omp taskloop num_tasks(16 * n_workers)
    for (size_t i = 0; i < n; i++) {
        const double d = x[i] - y[i];
        out[i] = exp(-gamma * d * d);
    }
}
