/* expect: verb=grade points<=63 tries=8 points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Leaves a thread behind that goes on working. */

static void *work(void *unused)
{
    spin(20);
    return unused;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static int is_started;
    pthread_t thread;
    if (!is_started)
        pthread_create(&thread, NULL, work, NULL);
    is_started = 1;
    honest(n, x, y, gamma, out, n_workers);
}
