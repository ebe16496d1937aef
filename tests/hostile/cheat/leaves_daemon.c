/* expect: points=0 message=left */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Leaves a process behind that is in a session of its own and nobody's
 * child. */

static void leave_daemon(void)
{
    const pid_t child = fork();
    if (child == 0) {
        setsid();
        if (fork() == 0)
            spin(20);
        _exit(0);
    }
    waitpid(child, NULL, 0);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    leave_daemon();
    honest(n, x, y, gamma, out, n_workers);
}
