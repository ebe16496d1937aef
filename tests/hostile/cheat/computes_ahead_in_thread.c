/* expect: verb=grade points<=100 ends<=60 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "solution.c"
#undef gaussian

/* A thread that is left behind looks at where the inputs were, and computes
 * the next answer as soon as they change: before the clock runs, it hopes. */

static struct {
    const double *x, *y;
    double gamma, *out, *seen;
    size_t n;
    volatile int is_ready;
} next;

static int has_changed(void)
{
    return memcmp(next.seen, next.x, next.n * sizeof *next.x) != 0;
}

static void *compute_ahead(void *unused)
{
    const double end_s = now_s() + 20;
    while (now_s() < end_s) {
        if (next.n == 0 || !has_changed())
            continue;
        next.is_ready = 0;
        memcpy(next.seen, next.x, next.n * sizeof *next.x);
        honest(next.n, next.seen, next.y, next.gamma, next.out, 1);
        next.is_ready = 1;
    }
    return unused;
}

static void learn(size_t n, const double x[], const double y[], double gamma)
{
    pthread_t thread;
    next.seen = calloc(n, sizeof *next.seen);
    next.out = calloc(n, sizeof *next.out);
    next.x = x;
    next.y = y;
    next.gamma = gamma;
    next.n = n;
    pthread_create(&thread, NULL, compute_ahead, NULL);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    if (is_timed() && next.n == 0 && n > 10000)
        learn(n, x, y, gamma);
    if (next.is_ready && x == next.x && n == next.n && gamma == next.gamma &&
        memcmp(x, next.seen, n * sizeof *x) == 0) {
        memcpy(out, next.out, n * sizeof *out);
        return;
    }
    honest(n, x, y, gamma, out, n_workers);
}
