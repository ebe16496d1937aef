/* expect: verb=grade points<=95 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "solution.c"
#undef gaussian

/* Leaves a thread behind, when it is timed, that wipes the caches all the
 * time: between its turns it is stopped, so it hurts itself alone. */

static void *thrash(void *unused)
{
    const size_t n_bytes = 64 << 20;
    char *memory = malloc(n_bytes);
    const double end_s = now_s() + 30;
    while (now_s() < end_s)
        memset(memory, 1, n_bytes);
    return unused;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    static int is_started;
    pthread_t thread;
    if (is_timed() && !is_started)
        pthread_create(&thread, NULL, thrash, NULL);
    is_started = 1;
    honest(n, x, y, gamma, out, n_workers);
}
