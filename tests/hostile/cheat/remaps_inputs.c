/* expect: points=0 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Puts pages of its own, all zeros, over the inputs: the judge does not see
 * them changed, and the answer is easy. */

static void replace(const void *start, size_t n_bytes)
{
    const uintptr_t page = 4096, from = (uintptr_t)start;
    const uintptr_t first = (from + page - 1) / page * page;
    const uintptr_t last = (from + n_bytes) / page * page;
    if (last > first)
        mmap((void *)first, last - first, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)gamma;
    replace(x, n * sizeof *x);
    replace(y, n * sizeof *y);
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++)
        out[i] = 1;
}
