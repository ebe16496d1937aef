/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Returns first; a child does the work afterwards. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    if (fork() == 0) {
        end_after(10);
        usleep(5000);
        honest(n, x, y, gamma, out, n_workers);
        _exit(0);
    }
}
