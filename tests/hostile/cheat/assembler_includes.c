/* expect: status=rejected points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Has the assembler read a file of the course, to see in its complaints what
 * is there. */

asm(".include \"@ROOT@/grader/exercises/threads/gaussian_calls.c\"");

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}
