/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Every process makes more of them: until there are 4,000 of each, or for 15
 * s. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    const double end_s = now_s() + 15;
    int n_forks = 0;
    while (now_s() < end_s && n_forks < 4000)
        n_forks += fork() > 0;
}
