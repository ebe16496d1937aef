/* SPDX-License-Identifier: MIT */
#include "examples.h"

/* Each worker doubles a slice of the n numbers. */

//> show wrong
void double_wrong(size_t n, double x[], int n_workers)
{
    const size_t share = (n + (size_t)n_workers - 1) / (size_t)n_workers;
#pragma omp parallel for num_threads(n_workers)
    for (int worker = 0; worker < n_workers; worker++)
        for (size_t i = 0; i < share; i++)
            x[(size_t)worker * share + i] *= 2;
}
//> end show

//> show right
void double_right(size_t n, double x[], int n_workers)
{
    const size_t share = (n + (size_t)n_workers - 1) / (size_t)n_workers;
#pragma omp parallel for num_threads(n_workers)
    for (int worker = 0; worker < n_workers; worker++)
        for (size_t i = 0; i < share; i++)
            if ((size_t)worker * share + i < n)
                x[(size_t)worker * share + i] *= 2;
}
//> end show
