/* expect: points<=60 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "solution.c"
#undef gaussian

/* Right and parallel, and gives the last answer again when it is asked for the
 * same: what is timed is never asked twice, so that only costs time. It may
 * earn what parallel code earns, and no more. */

static struct {
    double *x, *y, *out, gamma;
    size_t n;
} last;

static int is_known(size_t n, const double x[], const double y[], double gamma)
{
    return last.out != NULL && last.n == n && last.gamma == gamma &&
           memcmp(last.x, x, n * sizeof *x) == 0 &&
           memcmp(last.y, y, n * sizeof *y) == 0;
}

static double *copy(double *to, const double from[], size_t n)
{
    to = realloc(to, (n + 1) * sizeof *to);
    return memcpy(to, from, n * sizeof *to);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    if (is_known(n, x, y, gamma)) {
        memcpy(out, last.out, n * sizeof *out);
        return;
    }
    honest(n, x, y, gamma, out, n_workers);
    last.x = copy(last.x, x, n);
    last.y = copy(last.y, y, n);
    last.out = copy(last.out, out, n);
    last.gamma = gamma;
    last.n = n;
}
