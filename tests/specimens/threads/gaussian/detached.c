/* expect: points<=60 diagnosis=writes-after-return */
/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* Nobody waits for the threads; the function sleeps for about as long as they
 * will need. */

struct part {
    size_t n;
    const double *x, *y;
    double gamma, *out;
};

static void *work(void *item)
{
    const struct part part = *(struct part *)item;
    free(item);
    for (size_t i = 0; i < part.n; i++)
        part.out[i] = exp(-part.gamma * pow(part.x[i] - part.y[i], 2));
    return NULL;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    for (size_t w = 0; w < (size_t)n_workers; w++) {
        const size_t first = n * w / (size_t)n_workers;
        const size_t last = n * (w + 1) / (size_t)n_workers;
        struct part *part = malloc(sizeof *part);
        pthread_t thread;
        if (part == NULL)
            abort();
        *part = (struct part){
            last - first, x + first, y + first, gamma, out + first};
        if (pthread_create(&thread, NULL, work, part) != 0)
            abort();
        pthread_detach(thread);
    }
    usleep((useconds_t)(20000 + n / 10));
}
