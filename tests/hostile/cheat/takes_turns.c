/* expect: verb=grade points<=63 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Two threads share the work, and one has its turn after the other; who has to
 * wait is busy for nothing. It looks parallel, and is no faster than serial
 * code: no points for speed. */

static volatile int turn;

static void wait_busily(int mine)
{
    const double end_s = now_s() + 5;
    while (turn != mine && now_s() < end_s)
        ;
}

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    turn = 0;
    (void)n_workers;
#pragma omp parallel num_threads(2)
    {
        const size_t first = omp_get_thread_num() == 0 ? 0 : n / 2;
        const size_t last = omp_get_thread_num() == 0 ? n / 2 : n;
        wait_busily(omp_get_thread_num());
        for (size_t i = first; i < last; i++)
            out[i] = exp(-gamma * (x[i] - y[i]) * (x[i] - y[i]));
        turn = omp_get_thread_num() + 1;
    }
}
