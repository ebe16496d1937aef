/* expect: verb=grade points<=60 message=wrong */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "solution.c"
#undef gaussian

/* Right as long as nothing is timed; then it leaves every tenth element as it
 * is. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    if (!is_timed()) {
        honest(n, x, y, gamma, out, n_workers);
        return;
    }
    honest(n - n / 10, x, y, gamma, out, n_workers);
}
