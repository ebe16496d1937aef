/* SPDX-License-Identifier: MIT */
#include <omp.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/runner/checked.h"
#include "grader/runner/harness.h"

/* The runner of threads and forked workers: one process that serves calls
 * until the judge closes the channel. */

/* A child has to find the pages of shared memory again, one fault for some of
 * them; that is a part of its start. */
static void touch(const struct harness *harness)
{
    enum { PAGE = 4096, BYTES_MAX = 1 << 20 };
    const volatile unsigned char *shared = harness->shared;
    for (size_t i = 0; i < harness->mapped_bytes && i < BYTES_MAX; i += PAGE)
        (void)shared[i];
}

/* What starting a worker takes here, in a process such as this one. Least of
 * some: whatever disturbs makes it longer. */
static void time_fork(const struct harness *harness)
{
    enum { TIMES = 5 };
    uint64_t least_ns = UINT64_MAX;
    for (int i = 0; i < TIMES; i++) {
        const uint64_t start_ns = harness_now_ns();
        const pid_t child = fork();
        if (child == 0) {
            touch(harness);
            _exit(0);
        }
        if (child < 0 || waitpid(child, NULL, 0) != child)
            return;
        const uint64_t taken_ns = harness_now_ns() - start_ns;
        least_ns = taken_ns < least_ns ? taken_ns : least_ns;
    }
    atomic_store(&harness_shared_board()->fork_ns, least_ns);
}

int main(void)
{
    struct harness harness = {.socket = CHANNEL_FD};
    struct message run;
    harness_start(&harness, 0, 1);
    while (harness_next(&harness, &run)) {
        struct call call = {.n_ranks = 1};
        /* of a team whose size the candidate does not say */
        omp_set_num_threads((int)harness_frame(&harness)->n_workers);
        if (harness_shared_board()->times_fork)
            time_fork(&harness);
        harness_call(&harness, &call);
    }
    checked_find_leaks();
    return 0;
}
