/* SPDX-License-Identifier: MIT */
#include "examples.h"

/* How often each byte occurs, added to counts. */

//> show wrong
void bytes_wrong(size_t n, const unsigned char text[], size_t counts[256])
{
#pragma omp parallel for
    for (size_t i = 0; i < n; i++) {
#pragma omp critical
        counts[text[i]]++;
    }
}
//> end show

//> show right
void bytes_right(size_t n, const unsigned char text[], size_t counts[256])
{
#pragma omp parallel
    {
        size_t mine[256] = {0};
#pragma omp for
        for (size_t i = 0; i < n; i++)
            mine[text[i]]++;
#pragma omp critical
        for (size_t byte = 0; byte < 256; byte++)
            counts[byte] += mine[byte];
    }
}
//> end show
