/* SPDX-License-Identifier: MIT */
#include "grader/runner/checked.h"
#include "grader/runner/harness.h"

/* The runner of threads and forked workers: one process that serves calls
 * until the judge closes the channel. */

/* Where the candidate uses OpenMP. A team whose size it does not say has that
 * of the call. */
extern void omp_set_num_threads(int n_threads) __attribute__((weak));

int main(void)
{
    struct harness harness = {.socket = CHANNEL_FD};
    struct message run;
    harness_start(&harness, 0, 1);
    while (harness_next(&harness, &run)) {
        struct call call = {.n_ranks = 1};
        if (omp_set_num_threads != NULL)
            omp_set_num_threads((int)harness_frame(&harness)->n_workers);
        harness_call(&harness, &call);
    }
    checked_find_leaks();
    return 0;
}
