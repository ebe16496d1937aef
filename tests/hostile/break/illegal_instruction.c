/* expect: points=0 diagnosis=crash */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* An instruction that no processor knows. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    __asm__ volatile("ud2");
}
