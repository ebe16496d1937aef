/* expect: points=0 diagnosis=timeout */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Blocks and ignores all signals, and goes on. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    sigset_t all;
    const double end_s = now_s() + 20;
    sigfillset(&all);
    for (int number = 1; number < 65; number++)
        signal(number, SIG_IGN);
    sigprocmask(SIG_BLOCK, &all, NULL);
    while (now_s() < end_s)
        sched_yield();
}
