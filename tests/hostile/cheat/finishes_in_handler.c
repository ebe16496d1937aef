/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Returns first; a signal comes later, and its handler does the work. */

#include <sys/time.h>

static struct {
    size_t n;
    const double *x, *y;
    double gamma, *out;
} later;

static void finish(int number)
{
    (void)number;
    honest(later.n, later.x, later.y, later.gamma, later.out, 1);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    const struct itimerval soon = {.it_value.tv_usec = 5000};
    (void)n_workers;
    later.n = n, later.x = x, later.y = y;
    later.gamma = gamma, later.out = out;
    signal(SIGALRM, finish);
    setitimer(ITIMER_REAL, &soon, NULL);
}
