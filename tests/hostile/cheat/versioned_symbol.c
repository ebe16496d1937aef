/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* A clock that claims to be the C library's of a certain version. */

int my_clock(clockid_t clock, struct timespec *now);
int my_clock(clockid_t clock, struct timespec *now)
{
    (void)clock;
    *now = (struct timespec){0};
    return 0;
}
asm(".symver my_clock, clock_gettime@GLIBC_2.17");

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}
