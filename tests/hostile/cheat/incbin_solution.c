/* expect: status=rejected points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Has the assembler put the solution's text into the program. */

asm(".pushsection .rodata\n"
    "stolen: .incbin \"@ROOT@/solutions/threads/gaussian.c\"\n"
    ".popsection");

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}
