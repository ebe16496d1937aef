/* expect: points=0 message=left */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Leaves a child behind that goes on working. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    if (fork() == 0) {
        spin(20);
        _exit(0);
    }
    honest(n, x, y, gamma, out, n_workers);
}
