/* expect: points<=40 message=left */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Leaves forty processes behind, each in a session of its own, for 20 s. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    for (int i = 0; n == 1000 && i < 40; i++)
        if (fork() == 0) {
            setsid();
            if (fork() == 0)
                sleep(20);
            _exit(0);
        }
    if (n == 1000)
        usleep(100000);
}
