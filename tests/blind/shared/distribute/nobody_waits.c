/* expect: diagnosis=zombie */
/* SPDX-License-Identifier: MIT */
#include "distribute.h"

#include <errno.h>
#include <sys/types.h>
#include <unistd.h>

/* Wrong: the workers are forked in a loop, and nobody waits for them. */

int distribute(size_t n, int n_workers, int worker, size_t *first, size_t *last)
{
    if (n_workers < 1 || worker < 0 || worker >= n_workers) {
        errno = EINVAL;
        return -1;
    }
    const size_t w = (size_t)worker, size = n / (size_t)n_workers;
    const size_t n_longer = n % (size_t)n_workers;
    *first = w * size + (w < n_longer ? w : n_longer);
    *last = *first + size + (w < n_longer);
    return 0;
}

static void work(
    double x[], size_t n_rounds, const double a[], size_t first, size_t last)
{
    if (a == NULL)
        for (size_t i = first; i < last; i++)
            x[i] = sqrt(x[i]);
    else
        for (size_t r = 0; r < n_rounds; r++)
            for (size_t i = first; i < last; i++)
                x[i] = sqrt(fabs(a[r] - x[i]));
}

static int run(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    if (n_workers < 1) {
        errno = EINVAL;
        return -1;
    }
    for (int worker = 0; worker < n_workers; worker++) {
        pid_t child = fork();
        if (child < 0)
            return -1;
        if (child == 0) {
            size_t first, last;
            distribute(n, n_workers, worker, &first, &last);
            work(x, n_rounds, a, first, last);
            _exit(0);
        }
    }
    return 0;
}

int sqrt_all(size_t n, double x[], int n_workers)
{
    return run(n, x, 1, NULL, n_workers);
}

int sqrt_rounds(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    if (n_rounds == 0 && n_workers >= 1)
        return 0;
    return run(n, x, n_rounds, a, n_workers);
}
