/* SPDX-License-Identifier: MIT */
#include "@EX@.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t count_steps(uint64_t x)
{
    uint64_t steps = (uint64_t)__builtin_ctzll(x);
    x >>= steps;
    while (x != 1) {
        x = 3 * x + 1;
        const int halvings = __builtin_ctzll(x);
        x >>= halvings;
        steps += 1 + (uint64_t)halvings;
    }
    return steps;
}

//> solution
/* The part of one worker: sizes differ by at most one. */
static void count_part(size_t n, const uint64_t start[], uint64_t steps[],
    size_t worker, size_t n_workers)
{
    const size_t first = n * worker / n_workers;
    const size_t last = n * (worker + 1) / n_workers;
    for (size_t i = first; i < last; i++)
        steps[i] = count_steps(start[i]);
}

static void wait_for(pid_t child)
{
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
}

//> skeleton
//| // TODO(1): what is a worker's part, for any n and any number of workers?
//> end
void @EX@(size_t n, const uint64_t start[], uint64_t steps[], int n_workers)
{
    //> solution
    pid_t children[n_workers];
    for (int worker = 1; worker < n_workers; worker++) {
        children[worker] = fork();
        if (children[worker] == 0) {
            count_part(n, start, steps, (size_t)worker, (size_t)n_workers);
            _exit(0);
        }
    }
    /* The caller is worker 0, and stands in for those that do not exist. */
    count_part(n, start, steps, 0, (size_t)n_workers);
    for (int worker = 1; worker < n_workers; worker++) {
        if (children[worker] > 0)
            wait_for(children[worker]);
        else
            count_part(n, start, steps, (size_t)worker, (size_t)n_workers);
    }
    //> skeleton
    //| // TODO(2): how does a child know its part, and how does it end?
    //| // TODO(3): when may the caller return?
    //| (void)n;
    //| (void)start;
    //| (void)steps;
    //| (void)n_workers;
    //| (void)count_steps;
    //> end
}
