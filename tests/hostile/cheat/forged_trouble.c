/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "channel_attack.h"
#include "gaussian.h"

/* Says that judge and runner do not fit, which would be the grader's fault:
 * then there would be no grade. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    say(MESSAGE_TROUBLE, ++calls_seen);
    sleep(2);
}
