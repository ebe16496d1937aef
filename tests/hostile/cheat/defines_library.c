/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Functions of the C library that say what one would like to hear. */

asm(".text\n"
    ".globl memcmp\nmemcmp: xorl %eax, %eax\nret\n"
    ".globl strcmp\nstrcmp: xorl %eax, %eax\nret\n"
    ".globl strlen\nstrlen: xorl %eax, %eax\nret\n"
    ".globl malloc\nmalloc: xorl %eax, %eax\nret\n");

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}
