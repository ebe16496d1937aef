/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* Right: as a first course on POSIX threads teaches it. A thread for each
 * worker, equal blocks, and the caller waits for all. */

struct block {
    pthread_t thread;
    const double *x, *y;
    double *out, gamma;
    size_t first, last;
};

static void *work(void *argument)
{
    const struct block *block = argument;
    for (size_t i = block->first; i < block->last; i++) {
        const double d = block->x[i] - block->y[i];
        block->out[i] = exp(-block->gamma * d * d);
    }
    return NULL;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    const size_t p = (size_t)n_workers, size = n / p, n_longer = n % p;
    struct block *blocks = calloc(p, sizeof *blocks);
    if (blocks == NULL) {
        perror("gaussian");
        abort();
    }
    for (size_t w = 0, first = 0; w < p; w++) {
        blocks[w] = (struct block){
            .x = x, .y = y, .out = out, .gamma = gamma, .first = first};
        first += size + (w < n_longer);
        blocks[w].last = first;
        if (pthread_create(&blocks[w].thread, NULL, work, &blocks[w]) != 0) {
            perror("gaussian: a thread");
            abort();
        }
    }
    for (size_t w = 0; w < p; w++)
        pthread_join(blocks[w].thread, NULL);
    free(blocks);
}
