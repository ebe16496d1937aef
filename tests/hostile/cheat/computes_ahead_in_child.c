/* expect: points<=20 message=left */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* A child that is left behind computes the answer again and again, from
 * whatever the inputs are by then. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static int is_started;
    if (!is_started && fork() == 0) {
        end_after(20);
        for (;;)
            honest(n, x, y, gamma, out, n_workers);
    }
    is_started = 1;
    honest(n, x, y, gamma, out, n_workers);
}
