/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <math.h>

/* The largest number of a worker's share, from first to before last. */

//> show wrong
double largest_wrong(const double x[], size_t first, size_t last)
{
    double largest = x[first];
    for (size_t i = first + 1; i < last; i++)
        if (x[i] > largest)
            largest = x[i];
    return largest;
}
//> end show

//> show right
double largest_right(const double x[], size_t first, size_t last)
{
    double largest = -INFINITY;
    for (size_t i = first; i < last; i++)
        if (x[i] > largest)
            largest = x[i];
    return largest;
}
//> end show
