/* expect: points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Puts pages of its own over the outputs, so that the judge never gets them. */

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
    replace(out, n * sizeof *out);
    honest(n, x, y, gamma, out, n_workers);
}
