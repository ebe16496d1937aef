/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Functions of the C library that say what one would like to hear. */

int say_zero(void);
int say_zero(void)
{
    return 0;
}

asm(".globl memcmp\n.set memcmp, say_zero\n"
    ".globl strcmp\n.set strcmp, say_zero\n"
    ".globl strlen\n.set strlen, say_zero\n"
    ".globl malloc\n.set malloc, say_zero\n"
    ".globl memcpy\n.set memcpy, say_zero");

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}
