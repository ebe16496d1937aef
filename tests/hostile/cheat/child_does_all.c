/* expect: verb=grade points<=63 tries=6 points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* A child does all of the work; its parent pretends to work. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    const pid_t child = fork();
    int status;
    if (child == 0) {
        end_after(10);
        honest(n, x, y, gamma, out, n_workers);
        _exit(0);
    }
    while (waitpid(child, &status, WNOHANG) == 0)
        ;
}
