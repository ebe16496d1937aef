/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Gives the last answer of this size again. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static double *answer;
    static size_t last_n;
    if (answer != NULL && last_n == n) {
        memcpy(out, answer, n * sizeof *out);
        return;
    }
    honest(n, x, y, gamma, out, n_workers);
    answer = realloc(answer, (n + 1) * sizeof *answer);
    memcpy(answer, out, n * sizeof *out);
    last_n = n;
}
