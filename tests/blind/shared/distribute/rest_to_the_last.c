/* expect: diagnosis=load-imbalance */
/* SPDX-License-Identifier: MIT */
#include "distribute.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Wrong: the last worker gets its share and all that is left over of the
 * division: 11 items on 6 workers are five slices of 1 and one of 6. */

int distribute(size_t n, int n_workers, int worker, size_t *first, size_t *last)
{
    if (n_workers < 1 || worker < 0 || worker >= n_workers) {
        errno = EINVAL;
        return -1;
    }
    const size_t size = n / (size_t)n_workers;
    *first = (size_t)worker * size;
    *last = worker == n_workers - 1 ? n : *first + size;
    return 0;
}

/* What a worker is to do with its slice. It has all of this as a copy; only
 * what x points to is shared. */
struct job {
    void (*work)(const struct job *job, size_t first, size_t last);
    double *x;
    size_t n_rounds;
    const double *a;
};

static void take_roots(const struct job *job, size_t first, size_t last)
{
    double *const x = job->x;
    for (size_t i = first; i < last; i++)
        x[i] = sqrt(x[i]);
}

static void do_rounds(const struct job *job, size_t first, size_t last)
{
    double *const x = job->x;
    for (size_t r = 0; r < job->n_rounds; r++) {
        const double from = job->a[r];
        for (size_t i = first; i < last; i++)
            x[i] = sqrt(fabs(from - x[i]));
    }
}

/* @return how many could be started, with the errno of the fork() that
 * failed. */
static int start_workers(
    const struct job *job, size_t n, int n_workers, pid_t workers[])
{
    for (int worker = 0; worker < n_workers; worker++) {
        workers[worker] = fork();
        if (workers[worker] < 0)
            return worker;
        if (workers[worker] == 0) {
            size_t first, last;
            distribute(n, n_workers, worker, &first, &last);
            job->work(job, first, last);
            _exit(0); /* exit() would write the caller's buffers again */
        }
    }
    return n_workers;
}

/* @return how many workers did not reach their end. */
static int wait_for_workers(int n_workers, const pid_t workers[])
{
    int status, n_lost = 0;
    for (int worker = 0; worker < n_workers; worker++) {
        pid_t ended;
        do
            ended = waitpid(workers[worker], &status, 0);
        while (ended < 0 && errno == EINTR);
        n_lost += ended < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    return n_lost;
}

static int run_workers(const struct job *job, size_t n, int n_workers)
{
    if (n_workers < 1) {
        errno = EINVAL;
        return -1;
    }
    if ((size_t)n_workers > n)
        n_workers = (int)n; /* a slice of one element each */
    pid_t *workers = calloc((size_t)n_workers + 1, sizeof *workers);
    if (workers == NULL)
        return -1;
    const int n_started = start_workers(job, n, n_workers, workers);
    const int fork_errno = errno;
    const int n_lost = wait_for_workers(n_started, workers);
    free(workers);
    if (n_started == n_workers && n_lost == 0)
        return 0;
    errno = n_started < n_workers ? fork_errno : ECHILD;
    return -1;
}

int sqrt_all(size_t n, double x[], int n_workers)
{
    const struct job job = {.work = take_roots, .x = x};
    return run_workers(&job, n, n_workers);
}

int sqrt_rounds(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    /* All rounds are one job: whoever has a slice keeps it, and finds it in
     * the cache of its core again in every round. */
    const struct job job = {
        .work = do_rounds, .x = x, .n_rounds = n_rounds, .a = a};
    return run_workers(&job, n, n_workers);
}
