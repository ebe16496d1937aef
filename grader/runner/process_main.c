/* SPDX-License-Identifier: MIT */
#include "grader/runner/checked.h"
#include "grader/runner/harness.h"

/* The runner of threads and forked workers: one process that serves calls
 * until the judge closes the channel. */

int main(void)
{
    struct harness harness = {.socket = CHANNEL_FD};
    struct message run;
    harness_start(&harness, 0, 1);
    while (harness_next(&harness, &run)) {
        struct call call = {.n_ranks = 1};
        harness_call(&harness, &call);
    }
    checked_find_leaks();
    return 0;
}
