/* expect: points=0 diagnosis=crash */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Leaves without running what is to run at an exit. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    _exit(0);
}
