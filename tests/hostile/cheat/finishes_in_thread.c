/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Returns first; a thread does the work afterwards. */

static struct {
    size_t n;
    const double *x, *y;
    double gamma, *out;
} later;

static void *finish(void *unused)
{
    usleep(5000);
    honest(later.n, later.x, later.y, later.gamma, later.out, 1);
    return unused;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    pthread_t thread;
    (void)n_workers;
    later.n = n, later.x = x, later.y = y;
    later.gamma = gamma, later.out = out;
    pthread_create(&thread, NULL, finish, NULL);
    pthread_detach(thread);
}
