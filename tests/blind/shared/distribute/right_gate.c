/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "distribute.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Right: the workers are all started before the first one works. They read
 * from a pipe that nobody writes to; when the caller closes its end, all of
 * them go. They are waited for in the opposite order. */

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

struct team {
    int n_started;
    pid_t *children;
    int gate[2];
};

/* @return in a worker: its number. In the caller: -1, with errno of fork()
 * when not all could be started. */
static int start(struct team *team, int n_workers)
{
    while (team->n_started < n_workers) {
        const int worker = team->n_started;
        const pid_t child = fork();
        if (child < 0)
            return -1;
        if (child == 0) {
            char byte;
            close(team->gate[1]);
            while (read(team->gate[0], &byte, 1) < 0)
                ; /* EINTR */
            return worker;
        }
        team->children[team->n_started++] = child;
    }
    return -1;
}

static int finish(struct team *team)
{
    int n_lost = 0;
    close(team->gate[0]);
    close(team->gate[1]);
    while (team->n_started > 0) {
        int status;
        const pid_t child = team->children[--team->n_started];
        while (waitpid(child, &status, 0) < 0)
            if (errno != EINTR)
                break;
        n_lost += status != 0;
    }
    free(team->children);
    return n_lost;
}

static void work(double *x, size_t n, size_t n_rounds, const double a[])
{
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
    struct team team = {0};
    if (n_workers < 1) {
        errno = EINVAL;
        return -1;
    }
    team.children = calloc((size_t)n_workers, sizeof *team.children);
    if (team.children == NULL)
        return -1;
    if (pipe(team.gate) != 0) {
        free(team.children);
        return -1;
    }
    const int worker = start(&team, n_workers);
    const int fork_errno = errno;
    if (worker >= 0) {
        size_t first = 0, last = 0;
        distribute(n, n_workers, worker, &first, &last);
        work(x + first, last - first, n_rounds, a);
        _exit(0);
    }
    const int n_missing = n_workers - team.n_started;
    const int n_lost = finish(&team);
    if (n_missing == 0 && n_lost == 0)
        return 0;
    errno = n_missing > 0 ? fork_errno : ECHILD;
    return -1;
}

int sqrt_all(size_t n, double x[], int n_workers)
{
    return run(n, x, 0, NULL, n_workers);
}

int sqrt_rounds(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    if (n_rounds == 0 && n_workers >= 1)
        return 0;
    return run(n, x, n_rounds, a, n_workers);
}
