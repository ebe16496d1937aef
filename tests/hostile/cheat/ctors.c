/* expect: status=rejected points=0 message=.ctors */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* The list of constructors as it was called long ago. */

static void before(void)
{
    puts("100 of 100");
}

__attribute__((section(".ctors"), used)) static void (*const early)(
    void) = before;

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}
