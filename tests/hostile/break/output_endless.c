/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Prints up to 10 GB. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    static char text[1 << 16];
    memset(text, 'x', sizeof text);
    end_after(20);
    for (int i = 0; i < 160000; i++)
        if (write(1, text, sizeof text) < 0)
            break;
}
