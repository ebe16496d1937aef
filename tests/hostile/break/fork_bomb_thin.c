/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* A chain of processes: each makes the next one, in a session of its own, and
 * ends. So whoever looks for it sees one that is gone already. It goes on for
 * 15 s. */

static void go_on(double end_s)
{
    while (now_s() < end_s) {
        const pid_t next = fork();
        if (next > 0)
            _exit(0);
        if (next == 0)
            setsid();
    }
    _exit(0);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    const double end_s = now_s() + 15;
    for (int chain = 0; chain < 4; chain++)
        if (fork() == 0)
            go_on(end_s);
    sleep(20);
}
