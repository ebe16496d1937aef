/* expect: verb=grade points<=63 tries=8 points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "gaussian.h"

/* Whoever comes first does everything; the others are busy with waiting, and
 * give up their core meanwhile, where somebody else wants it. */

static volatile int is_over;

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    is_over = 0;
#pragma omp parallel num_threads(n_workers)
    {
        const double end_s = now_s() + 5;
#pragma omp single nowait
        {
            for (size_t i = 0; i < n; i++)
                out[i] = exp(-gamma * (x[i] - y[i]) * (x[i] - y[i]));
            is_over = 1;
        }
        while (!is_over && now_s() < end_s)
            sched_yield();
    }
}
