/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* The serial baseline: the contract on one thread, whatever n_workers says.
 * Speedup is measured against this loop, so it holds nothing back: one pass,
 * one call of exp() for every element, and no memory of its own. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n_workers;
    for (size_t i = 0; i < n; i++) {
        const double difference = x[i] - y[i];
        out[i] = exp(-gamma * difference * difference);
    }
}
