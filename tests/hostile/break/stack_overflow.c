/* expect: points=0 diagnosis=crash */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Calls itself until the stack is full. */

static double deeper(double value)
{
    volatile double room[1024];
    room[0] = value;
    return deeper(value + 1) + room[0];
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    out[0] = deeper(0);
}
