/* expect: points<=45 tries=3 message=MiB */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Eight children that take more memory than is allowed, of the sort that can
 * be shared. */

static void take(size_t n_bytes)
{
    char *memory = mmap(NULL, n_bytes, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    end_after(15);
    for (size_t i = 0; memory != MAP_FAILED && i < n_bytes; i += 4096)
        memory[i] = 1;
    pause();
    _exit(0);
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    (void)n, (void)x, (void)y, (void)gamma, (void)out, (void)n_workers;
    end_after(15);
    for (int child = 0; n == 1000 && child < 8; child++)
        if (fork() == 0)
            take((size_t)100 << 20);
    if (n == 1000)
        pause();
}
