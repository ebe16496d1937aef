/* SPDX-License-Identifier: MIT */
#include "distribute.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Complete the three functions so that they keep the contract in
 * distribute.h. A serial version is in serial.c; the handout has the
 * steps. */

int distribute(size_t n, int n_workers, int worker, size_t *first, size_t *last)
{
    // TODO(1): how many items does every worker get at least, and who
    //          takes those that are left over?
    // TODO(2): how many items are in front of this worker's slice?
    (void)n;
    (void)n_workers;
    (void)worker;
    (void)first;
    (void)last;
    return -1;
}

int sqrt_all(size_t n, double x[], int n_workers)
{
    // TODO(3): what does a worker do between fork() and its end, and
    //          how must it end?
    // TODO(4): when may the caller begin to wait, for whom does it
    //          wait, and what does the status of a worker say?
    (void)n;
    (void)x;
    (void)n_workers;
    return -1;
}

int sqrt_rounds(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    // TODO(5): must a worker wait for the others between two rounds?
    // TODO(6): which part of sqrt_all() can both functions share?
    (void)n;
    (void)x;
    (void)n_rounds;
    (void)a;
    (void)n_workers;
    return -1;
}
