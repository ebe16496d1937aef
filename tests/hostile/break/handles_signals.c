/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Has a handler for every signal that starts it again. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    end_after(20);
    for (int number = 1; number < 65; number++)
        if (number != SIGALRM)
            signal(number, (void (*)(int))abort);
    for (;;)
        pause();
}
