/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Becomes a new runner, which says hello once more, with a library of its own
 * in front of all others. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static char name[] = "/proc/self/exe";
    char *const argv[] = {name, NULL};
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    setenv("LD_PRELOAD", "/tmp/mine.so", 1);
    execv(name, argv);
}
