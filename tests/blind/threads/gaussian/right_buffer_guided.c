/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Right: two loops in one team, a buffer for the exponents between them, and
 * a guided schedule. The barrier after the first loop is needed: another
 * thread may get the element in the second. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    double *exponents = malloc(n * sizeof *exponents + 1);
    if (exponents == NULL) {
        perror("gaussian");
        abort();
    }
#pragma omp parallel num_threads(n_workers)
    {
#pragma omp for schedule(guided, 500)
        for (size_t i = 0; i < n; i++) {
            const double d = x[i] - y[i];
            exponents[i] = -gamma * d * d;
        }
#pragma omp for schedule(guided, 500)
        for (size_t i = 0; i < n; i++)
            out[i] = exp(exponents[i]);
    }
    free(exponents);
}
