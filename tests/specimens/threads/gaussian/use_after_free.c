/* expect: points<=60 diagnosis=use-after-free */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>
#include <stdlib.h>

/* The thread that is done first frees what the others still use. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    double *exponents = malloc((n + 1) * sizeof *exponents);
    if (exponents == NULL)
        abort();
#pragma omp parallel num_threads(n_workers)
    {
#pragma omp for
        for (size_t i = 0; i < n; i++)
            exponents[i] = -gamma * (x[i] - y[i]) * (x[i] - y[i]);
#pragma omp single nowait
        free(exponents);
#pragma omp for
        for (size_t i = 0; i < n; i++)
            out[i] = exp(exponents[i]);
    }
}
