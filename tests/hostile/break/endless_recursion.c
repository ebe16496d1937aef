/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Calls itself, with no stack to fill, for ever. (For 20 s.) */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    end_after(20);
    gaussian(n, x, y, gamma, out, n_workers);
}
