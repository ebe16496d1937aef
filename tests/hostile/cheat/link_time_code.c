/* expect: status=rejected points=0 message=.gnu.lto_ */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Code for the linker to compile, which nobody has looked at. */

asm(".pushsection .gnu.lto_.hidden,\"e\",@progbits\n"
    ".ascii \"code\"\n"
    ".popsection");

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}
