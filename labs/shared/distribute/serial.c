/* SPDX-License-Identifier: MIT */
#include "distribute.h"

#include <errno.h>

/* The serial baseline: the contract in one process, whatever n_workers says.
 * Speedup is measured against sqrt_rounds(). The root is what takes the
 * time: the compiler makes vector instructions of both loops, and these keep
 * the unit that computes roots busy as long as x comes out of a cache. To do
 * all rounds on a part of x before the next part gains nothing then. */

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

static int check_workers(int n_workers)
{
    if (n_workers >= 1)
        return 0;
    errno = EINVAL;
    return -1;
}

int sqrt_all(size_t n, double x[], int n_workers)
{
    if (check_workers(n_workers) != 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        x[i] = sqrt(x[i]);
    return 0;
}

int sqrt_rounds(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    if (check_workers(n_workers) != 0)
        return -1;
    for (size_t r = 0; r < n_rounds; r++) {
        const double from = a[r];
        for (size_t i = 0; i < n; i++)
            x[i] = sqrt(fabs(from - x[i]));
    }
    return 0;
}
