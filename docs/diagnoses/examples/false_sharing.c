/* SPDX-License-Identifier: MIT */
#include "examples.h"

#include <omp.h>

/* How many numbers are larger than a limit: a counter for each worker. */

//> show wrong
size_t larger_wrong(size_t n, const double x[], double limit, int n_workers)
{
    size_t counts[WORKERS_MAX] = {0}, all = 0;
#pragma omp parallel for num_threads(n_workers)
    for (size_t i = 0; i < n; i++)
        if (x[i] > limit)
            counts[omp_get_thread_num()]++;
    for (int worker = 0; worker < n_workers; worker++)
        all += counts[worker];
    return all;
}
//> end show

//> show right
size_t larger_right(size_t n, const double x[], double limit, int n_workers)
{
    size_t all = 0;
#pragma omp parallel for num_threads(n_workers) reduction(+ : all)
    for (size_t i = 0; i < n; i++)
        if (x[i] > limit)
            all++;
    return all;
}
//> end show
