/* expect: status=rejected points=0 message=.quiet */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* A section of any name whose type makes it a list of constructors. */

static void before(void)
{
    puts("100 of 100");
}

__attribute__((used)) static void (*const keep)(void) = before;
asm(".pushsection .quiet,\"aw\",@init_array\n"
    ".quad before\n"
    ".popsection");

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}
