/* expect: points<=60 */
/* SPDX-License-Identifier: MIT */
#include "distribute.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Right, and slow: every few rounds have workers of their own. */

enum { ROUNDS = 16 }; /* for each set of workers */

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

static void work(
    double x[], size_t first, size_t last, size_t n_rounds, const double a[])
{
    if (a == NULL)
        for (size_t i = first; i < last; i++)
            x[i] = sqrt(x[i]);
    for (size_t r = 0; r < n_rounds; r++)
        for (size_t i = first; i < last; i++)
            x[i] = sqrt(fabs(a[r] - x[i]));
}

static int wait_for(int n_started, const pid_t workers[])
{
    int status, n_lost = 0;
    for (int w = 0; w < n_started; w++) {
        while (waitpid(workers[w], &status, 0) < 0)
            if (errno != EINTR)
                return -1;
        n_lost += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    return n_lost;
}

static int run(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    pid_t workers[64];
    int n_started = 0;
    if (n_workers < 1 || n_workers > 64) {
        errno = EINVAL;
        return -1;
    }
    for (; n_started < n_workers; n_started++) {
        workers[n_started] = fork();
        if (workers[n_started] < 0)
            break;
        if (workers[n_started] == 0) {
            size_t first = 0, last = 0;
            distribute(n, n_workers, n_started, &first, &last);
            work(x, first, last, n_rounds, a);
            _exit(0);
        }
    }
    if (wait_for(n_started, workers) == 0 && n_started == n_workers)
        return 0;
    errno = ECHILD;
    return -1;
}

int sqrt_all(size_t n, double x[], int n_workers)
{
    return run(n, x, 0, NULL, n_workers);
}

int sqrt_rounds(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    if (n_rounds == 0)
        return run(0, x, 0, NULL, n_workers);
    for (size_t r = 0; r < n_rounds; r += ROUNDS) {
        const size_t n_left = n_rounds - r;
        const size_t n_now = n_left < ROUNDS ? n_left : ROUNDS;
        if (run(n, x, n_now, a + r, n_workers) != 0)
            return -1;
    }
    return 0;
}
