/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <math.h>

/* How far n points of the plane are from the origin. */

//> show wrong
void radii_wrong(size_t n, const double x[], const double y[], double out[])
{
#pragma omp parallel for
    for (size_t i = 0; i < n; i++) {
        const float square = x[i] * x[i] + y[i] * y[i];
        out[i] = sqrtf(square);
    }
}
//> end show

//> show right
void radii_right(size_t n, const double x[], const double y[], double out[])
{
#pragma omp parallel for
    for (size_t i = 0; i < n; i++) {
        const double square = x[i] * x[i] + y[i] * y[i];
        out[i] = sqrt(square);
    }
}
//> end show
