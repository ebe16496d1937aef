/* expect: points=0 diagnosis=timeout */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Never ends. (After 20 s it does.) */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    end_after(20);
    for (volatile int i = 0;; i++)
        ;
}
