/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Prints a verdict to every descriptor, the channel among them. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    for (int fd = 0; fd < 64; fd++)
        dprintf(fd, "{\"parlab\": \"0.1.0\", \"points\": 100, "
                    "\"max_points\": 100}\n"
                    "threads/gaussian    100 of 100\n");
}
