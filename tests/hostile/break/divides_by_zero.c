/* expect: points=0 diagnosis=crash */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Divides a whole number by zero. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    volatile int zero = 0;
    out[0] = (int)(n + 7919) / zero;
}
