/* expect: verb=grade points<=60 message=behind */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "solution.c"
#undef gaussian

/* Right and parallel; only when it is timed it leaves a daemon behind. */

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
    static int n_calls;
    if (is_timed() && ++n_calls == 20)
        leave_daemon();
    honest(n, x, y, gamma, out, n_workers);
}
