/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

//> solution
/* Every element of out depends on one element of x and one of y and on no
 * other element of out. So the iterations may run in any order and on any
 * thread, and each element has exactly one writer. */

static inline double gaussian_of(double x, double y, double gamma)
{
    const double difference = x - y;
    return exp(-gamma * difference * difference);
}

//> skeleton
//| /* Complete gaussian() so that it keeps the contract in gaussian.h. The
//|  * serial version is in serial.c; the handout has the steps. */
//> end

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    //> solution
    /* All elements cost the same, so most of them are split evenly before the
     * loop starts: in the next call, on the same vectors, each thread finds
     * its block in its own cache. But cores are not equally fast: another
     * program, heat, a slower kind of core. So the last eighth goes piece by
     * piece to whoever is ready first, and all finish together. */
    const size_t n_fixed = n / 8 * 7;
#pragma omp parallel default(none) shared(n, n_fixed, x, y, gamma, out)        \
    num_threads(n_workers)
    {
#pragma omp for schedule(static) nowait
        for (size_t i = 0; i < n_fixed; i++)
            out[i] = gaussian_of(x[i], y[i], gamma);
#pragma omp for schedule(dynamic, 1024)
        for (size_t i = n_fixed; i < n; i++)
            out[i] = gaussian_of(x[i], y[i], gamma);
    }
    //> skeleton
    //| // TODO(1): which loop computes all of out on a single thread?
    //| // TODO(2): may its iterations run at the same time? Which variables
    //| //          do all threads share, and which must each have of its own?
    //| // TODO(3): how many threads should there be, and who gets which i?
    //| (void)n;
    //| (void)x;
    //| (void)y;
    //| (void)gamma;
    //| (void)out;
    //| (void)n_workers;
    //> end
}
