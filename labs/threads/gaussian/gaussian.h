/* SPDX-License-Identifier: MIT */
#ifndef GAUSSIAN_H
#define GAUSSIAN_H

#include <stddef.h>

/** Apply the Gaussian kernel to two vectors, element by element:
 *
 *      out[i] = exp(-gamma * (x[i] - y[i])^2)      for i = 0 ... n - 1
 *
 *  Every element is right to a relative error of 1e-12, or to 1e-307 where
 *  it is smaller than a normal number can be. NaN in x or y gives NaN; an
 *  infinite difference gives 0; inf - inf is NaN, as in the formula.
 *  O(n) work, shared out among n_workers threads; O(1) memory beside the
 *  three vectors. The function returns when all of out is written, and may
 *  be called again and again.
 *
 *  @param      n          elements of each vector, >= 0
 *  @param      x          n elements, only read; any value
 *  @param      y          n elements, only read; any value
 *  @param      gamma      finite and > 0; one over the square of x's unit
 *  @param[out] out        n elements, without a unit; overlaps neither x
 *                         nor y; nothing before or after it is written
 *  @param      n_workers  threads to use, >= 1; may be larger than n
 *
 *  Source: the Gaussian radial basis function, as in D. S. Broomhead and
 *  D. Lowe, "Multivariable functional interpolation and adaptive networks",
 *  Complex Systems 2 (1988). */
void gaussian(size_t n, const double x[], const double y[], double gamma,
    double out[], int n_workers);

#endif
