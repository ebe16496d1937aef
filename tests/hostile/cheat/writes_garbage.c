/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Writes what means nothing to every descriptor. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    unsigned char garbage[4096];
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    for (size_t i = 0; i < sizeof garbage; i++)
        garbage[i] = (unsigned char)(i * i * 31 >> 3);
    for (int fd = 0; fd < 64; fd++)
        if (write(fd, garbage, sizeof garbage - (size_t)fd * 8) < 0)
            continue;
}
