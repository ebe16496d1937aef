/* expect: points=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

#define gaussian honest
#include "serial.c"
#undef gaussian

/* Clocks of its own that stand still, should anybody ask them. */

int my_clock(int clock, struct timespec *now);
int my_clock(int clock, struct timespec *now)
{
    (void)clock;
    *now = (struct timespec){0};
    return 0;
}

asm(".globl clock_gettime\n.set clock_gettime, my_clock\n"
    ".globl gettimeofday\n.set gettimeofday, my_clock\n"
    ".globl omp_get_wtime\n.set omp_get_wtime, my_clock\n"
    ".globl MPI_Wtime\n.set MPI_Wtime, my_clock\n"
    ".globl harness_now_ns\n.set harness_now_ns, my_clock");

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    honest(n, x, y, gamma, out, n_workers);
}
