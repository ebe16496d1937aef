/* expect: points=60 diagnosis=memory-leak */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>
#include <stdlib.h>

/* Room for the intermediate results, which nobody gives back. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    double *differences = malloc((n + 1) * sizeof *differences);
    if (differences == NULL)
        abort();
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++) {
        differences[i] = x[i] - y[i];
        out[i] = exp(-gamma * differences[i] * differences[i]);
    }
}
