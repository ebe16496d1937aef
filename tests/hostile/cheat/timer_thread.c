/* expect: verb=grade points<=63 tries=4 points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* A timer that starts a thread, every millisecond. */

static void work(union sigval value)
{
    (void)value;
    spin(0.0005);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static int is_set;
    timer_t timer;
    struct sigevent event = {
        .sigev_notify = SIGEV_THREAD, .sigev_notify_function = work};
    const struct itimerspec often = {{0, 1000000}, {0, 1000000}};
    if (!is_set && timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
        timer_settime(timer, 0, &often, NULL);
    is_set = 1;
    honest(n, x, y, gamma, out, n_workers);
}
