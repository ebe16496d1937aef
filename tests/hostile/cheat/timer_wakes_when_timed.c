/* expect: verb=grade points<=60 tries=4 flag */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "solution.c"
#undef gaussian

/* Right and parallel. When it is timed, a timer's signal wakes the process
 * while it is stopped, to be in the way of the serial baseline. */

static void wake_up(int number)
{
    (void)number;
    spin(0.001);
}

static void set_timer(void)
{
    timer_t timer;
    struct sigevent event = {
        .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGCONT};
    const struct itimerspec often = {{0, 2000000}, {0, 2000000}};
    signal(SIGCONT, wake_up);
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
        timer_settime(timer, 0, &often, NULL);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static int is_set;
    if (is_timed() && !is_set)
        set_timer();
    is_set = 1;
    honest(n, x, y, gamma, out, n_workers);
}
