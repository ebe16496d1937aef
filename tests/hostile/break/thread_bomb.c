/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* As many threads as there can be, and never enough: up to 20,000, for 15 s. */

static void *stay(void *unused)
{
    sleep(15);
    return unused;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    const double end_s = now_s() + 15;
    pthread_t thread;
    for (int i = 0; i < 20000 && now_s() < end_s; i++)
        while (
            pthread_create(&thread, NULL, stay, NULL) != 0 && now_s() < end_s)
            ;
    sleep(5);
}
