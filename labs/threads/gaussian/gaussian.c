/* SPDX-License-Identifier: MIT */
#include "gaussian.h"

#include <math.h>

/* Complete gaussian() so that it keeps the contract in gaussian.h. The
 * serial version is in serial.c; the handout has the steps. */

void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers)
{
    // TODO(1): which loop computes all of out on a single thread?
    // TODO(2): may its iterations run at the same time? Which variables
    //          do all threads share, and which must each have of its own?
    // TODO(3): how many threads should there be, and who gets which i?
    (void)n;
    (void)x;
    (void)y;
    (void)gamma;
    (void)out;
    (void)n_workers;
}
