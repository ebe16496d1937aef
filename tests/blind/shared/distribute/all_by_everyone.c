/* expect: diagnosis=redundant-work */
/* SPDX-License-Identifier: MIT */
#include "distribute.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Wrong: in sqrt_all and sqrt_rounds every worker asks for its slice, and
 * then goes over the whole array all the same. */

int distribute(size_t n, int n_workers, int worker, size_t *first, size_t *last)
{
    if (n_workers < 1 || worker < 0 || worker >= n_workers) {
        errno = EINVAL;
        return -1;
    }
    const size_t w = (size_t)worker, size = n / (size_t)n_workers;
    const size_t n_longer = n % (size_t)n_workers;
    *first = w * size + (w < n_longer ? w : n_longer);
    *last = *first + size + (w < n_longer);
    return 0;
}

/* @return 0 when all of them reached their end. */
static int wait_for(int n_children, const pid_t children[])
{
    int status, result = 0;
    for (int i = 0; i < n_children; i++) {
        pid_t ended;
        do
            ended = waitpid(children[i], &status, 0);
        while (ended < 0 && errno == EINTR);
        if (ended < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
            result = -1;
    }
    return result;
}

static void work(size_t n, double x[], size_t n_rounds, const double a[],
    int n_workers, int worker)
{
    size_t first, last;
    distribute(n, n_workers, worker, &first, &last);
    if (first == last)
        return;
    if (a == NULL)
        for (size_t i = 0; i < n; i++)
            x[i] = sqrt(x[i]);
    else
        for (size_t r = 0; r < n_rounds; r++)
            for (size_t i = 0; i < n; i++)
                x[i] = sqrt(fabs(a[r] - x[i]));
}

static int run(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    if (n_workers < 1) {
        errno = EINVAL;
        return -1;
    }
    pid_t children[n_workers];
    int n_started = 0, fork_errno = 0;
    while (n_started < n_workers) {
        pid_t child = fork();
        if (child < 0) {
            fork_errno = errno;
            break;
        }
        if (child == 0) {
            work(n, x, n_rounds, a, n_workers, n_started);
            _exit(0);
        }
        children[n_started++] = child;
    }
    int result = wait_for(n_started, children);
    if (result == 0 && n_started == n_workers)
        return 0;
    errno = n_started < n_workers ? fork_errno : ECHILD;
    return -1;
}

int sqrt_all(size_t n, double x[], int n_workers)
{
    return run(n, x, 1, NULL, n_workers);
}

int sqrt_rounds(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    return n_rounds == 0 && n_workers >= 1 ? 0
                                           : run(n, x, n_rounds, a, n_workers);
}
