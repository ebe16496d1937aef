/* expect: status=rejected points=0 message=.init */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Instructions in the section that the system runs first. */

asm(".pushsection .init,\"ax\",@progbits\n"
    "nop\n"
    ".popsection");

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}
