/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Right: POSIX threads that take pieces from an atomic counter. The caller
 * works too, and does all that is left when a thread cannot be started. */

enum { PIECE = 3000 };

struct work {
    size_t n;
    const double *x, *y;
    double gamma, *out;
    atomic_size_t next;
};

static void *work(void *argument)
{
    struct work *w = argument;
    for (;;) {
        const size_t first = atomic_fetch_add(&w->next, PIECE);
        if (first >= w->n)
            return NULL;
        const size_t last = w->n - first < PIECE ? w->n : first + PIECE;
        for (size_t i = first; i < last; i++) {
            const double d = w->x[i] - w->y[i];
            w->out[i] = exp(-w->gamma * d * d);
        }
    }
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    struct work w = {.n = n, .x = x, .y = y, .gamma = gamma, .out = out};
    const size_t n_helpers = (size_t)n_workers - 1;
    pthread_t *helpers = malloc((n_helpers + 1) * sizeof *helpers);
    size_t n_started = 0;
    while (helpers != NULL && n_started < n_helpers &&
           pthread_create(&helpers[n_started], NULL, work, &w) == 0)
        n_started++;
    work(&w);
    for (size_t i = 0; i < n_started; i++)
        pthread_join(helpers[i], NULL);
    free(helpers);
}
