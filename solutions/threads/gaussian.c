/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

//> solution
/* Every element of out depends on one element of x and one of y and on no
 * other element of out. So the iterations may run in any order and on any
 * thread, and each element has exactly one writer. */
//> skeleton
//| /* Complete gaussian() so that it keeps the contract in gaussian.h. The
//|  * serial version is in serial.c; the handout has the steps. */
//> end

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    //> solution
    /* All elements cost the same, but cores are not equally fast: another
     * program, heat, or a slower kind of core. With equal blocks all would
     * wait for the slowest. Pieces of 4,096 elements are small enough for
     * all to finish together, and cost next to nothing to hand out. */
#pragma omp parallel for default(none) shared(n, x, y, gamma, out)             \
    num_threads(n_workers) schedule(dynamic, 4096)
    for (size_t i = 0; i < n; i++) {
        const double difference = x[i] - y[i];
        out[i] = exp(-gamma * difference * difference);
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
