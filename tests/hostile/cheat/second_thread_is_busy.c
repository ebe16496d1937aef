/* expect: verb=grade points<=63 tries=8 points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Serial, with a second thread that is busy for nothing. */

static volatile int is_over;

static void *pretend(void *unused)
{
    const double end_s = now_s() + 5;
    while (!is_over && now_s() < end_s)
        ;
    return unused;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    pthread_t thread;
    is_over = 0;
    pthread_create(&thread, NULL, pretend, NULL);
    honest(n, x, y, gamma, out, n_workers);
    is_over = 1;
    pthread_join(thread, NULL);
}
