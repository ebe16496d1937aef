/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "channel_attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Says that it has finished, more often than it should. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
    calls_seen++;
    say(MESSAGE_DONE, calls_seen);
    say(MESSAGE_DONE, calls_seen);
}
