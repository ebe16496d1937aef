/* expect: status=rejected points=0 message=constructor */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* A function that runs before main(), as early as can be. */

__attribute__((constructor(101))) static void before(void)
{
    puts("100 of 100");
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}
