/* expect: fails=large points<=45 diagnosis=race */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* All threads keep their intermediate results in the same static array. */

enum { BLOCK = 4096 };

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static double square[BLOCK];
#pragma omp parallel for num_threads(n_workers)
    for (size_t first = 0; first < n; first += BLOCK) {
        const size_t count = n - first < BLOCK ? n - first : BLOCK;
        for (size_t i = 0; i < count; i++)
            square[i] = pow(x[first + i] - y[first + i], 2);
        for (size_t i = 0; i < count; i++)
            out[first + i] = exp(-gamma * square[i]);
    }
}
