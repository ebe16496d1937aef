/* expect: points=15 fails=once fails=rounds diagnosis=zombie */
/* SPDX-License-Identifier: MIT */
#include "distribute.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

/* The workers count themselves out in shared memory, and the caller looks at
 * the count only: nobody ever waits for them. */

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
    double x[], size_t first, size_t last, size_t n_rounds, const double a[])
{
    if (a == NULL)
        for (size_t i = first; i < last; i++)
            x[i] = sqrt(x[i]);
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
    atomic_int *n_done = mmap(NULL, sizeof *n_done, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (n_done == MAP_FAILED)
        return -1;
    for (int w = 0; w < n_workers; w++)
        if (fork() == 0) {
            size_t first = 0, last = 0;
            distribute(n, n_workers, w, &first, &last);
            work(x, first, last, n_rounds, a);
            atomic_fetch_add(n_done, 1);
            _exit(0);
        }
    while (atomic_load(n_done) < n_workers)
        usleep(100);
    munmap(n_done, sizeof *n_done);
    return 0;
}

int sqrt_all(size_t n, double x[], int n_workers)
{
    return run(n, x, 0, NULL, n_workers);
}

int sqrt_rounds(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    return run(n, x, n_rounds, a, n_workers);
}
