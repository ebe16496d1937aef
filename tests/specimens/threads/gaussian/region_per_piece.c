/* expect: points=60 diagnosis=overhead-bound */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* The parallel region is inside of the loop over pieces: for every 256 elements
 * the team is woken, and waited for. */

enum { PIECE = 256 };

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    for (size_t first = 0; first < n; first += PIECE) {
        const size_t end = first + PIECE < n ? first + PIECE : n;
#pragma omp parallel for num_threads(n_workers)
        for (size_t i = first; i < end; i++)
            out[i] = exp(-gamma * (x[i] - y[i]) * (x[i] - y[i]));
    }
}
