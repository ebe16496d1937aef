/* expect: status=rejected points=0 message=.interp */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Another program to load this one. */

asm(".pushsection .interp,\"a\",@progbits\n"
    ".asciz \"/dev/shm/mine\"\n"
    ".popsection");

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}
