/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Prints all bytes there are, and what terminals act on. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    for (int byte = 0; byte < 256; byte++)
        putchar(byte);
    printf("\033]0;100 of 100\007\033[2J\033[H100 of 100\n");
    fflush(stdout);
    honest(n, x, y, gamma, out, n_workers);
    if (n == 1)
        abort();
}
