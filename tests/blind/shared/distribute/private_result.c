/* expect: diagnosis=copy-on-write */
/* SPDX-License-Identifier: MIT */
#include "distribute.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Wrong: the workers put their roots into an array of malloc(), of which each
 * has a copy. The caller copies its own one, which nobody has written. */

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

static void work(double *result, const double x[], size_t n_rounds,
    const double a[], size_t first, size_t last)
{
    for (size_t i = first; i < last; i++) {
        double value = x[i];
        if (a == NULL)
            value = sqrt(value);
        else
            for (size_t r = 0; r < n_rounds; r++)
                value = sqrt(fabs(a[r] - value));
        result[i] = value;
    }
}

static int run(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    if (n_workers < 1) {
        errno = EINVAL;
        return -1;
    }
    double *result = calloc(n + 1, sizeof *result);
    pid_t *children = calloc((size_t)n_workers, sizeof *children);
    if (result == NULL || children == NULL) {
        free(result);
        free(children);
        return -1;
    }
    int n_started = 0;
    while (n_started < n_workers) {
        pid_t child = fork();
        if (child < 0)
            break;
        if (child == 0) {
            size_t first, last;
            distribute(n, n_workers, n_started, &first, &last);
            work(result, x, n_rounds, a, first, last);
            _exit(0);
        }
        children[n_started++] = child;
    }
    int fork_errno = errno;
    int waited = wait_for(n_started, children);
    for (size_t i = 0; i < n; i++)
        x[i] = result[i];
    free(result);
    free(children);
    if (waited == 0 && n_started == n_workers)
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
    if (n_rounds == 0 && n_workers >= 1)
        return 0;
    return run(n, x, n_rounds, a, n_workers);
}
