/* expect: verb=grade points<=60 tries=4 flag */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "solution.c"
#undef gaussian

/* Right and parallel. Runners that are timed live for five calls; this one is
 * woken by a timer, while it is stopped, after the last of them only, when
 * nobody gives it another call by which it would be found out. */

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
    const struct itimerspec often = {{0, 2000000}, {0, 60000000}};
    signal(SIGCONT, wake_up);
    if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
        timer_settime(timer, 0, &often, NULL);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static unsigned n_calls, n_rounds;
    if (is_timed() && n_calls++ % 16 == 0 && is_fresh(out) && ++n_rounds == 5)
        set_timer();
    honest(n, x, y, gamma, out, n_workers);
}
