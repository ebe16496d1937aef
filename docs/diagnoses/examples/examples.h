/* SPDX-License-Identifier: MIT */
#ifndef DIAGNOSES_EXAMPLES_H
#define DIAGNOSES_EXAMPLES_H

#include <pthread.h>
#include <stddef.h>

/* What the examples of the diagnoses are about. A wrong one and a right one
 * each; both compile without a warning, which is why a grader is needed. */

enum { WORKERS_MAX = 64 };

struct team {
    const double *x;
    double *y;
    pthread_barrier_t all_are_done; /* of all workers of the team */
};

size_t repeats_wrong(size_t n, const int text[], size_t lag);
size_t repeats_right(size_t n, const int text[], size_t lag);
void worker_wrong(struct team *team, size_t first, size_t n_mine);
void worker_right(struct team *team, size_t first, size_t n_mine);
void run_wrong(int n_workers, void job(int worker));
void run_right(int n_workers, void job(int worker));

#endif
