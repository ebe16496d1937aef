/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Gives the last answer again when it is asked with the same pointers. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static double *last_out, *answer;
    static const double *last_x;
    if (last_x == x && last_out == out && answer != NULL) {
        memcpy(out, answer, n * sizeof *out);
        return;
    }
    honest(n, x, y, gamma, out, n_workers);
    answer = realloc(answer, (n + 1) * sizeof *answer);
    memcpy(answer, out, n * sizeof *out);
    last_x = x;
    last_out = out;
}
