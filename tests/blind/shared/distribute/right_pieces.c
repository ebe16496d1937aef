/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "distribute.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Right: every worker does all rounds on a piece that fits its first cache
 * before it goes on to the next piece, in a buffer of its own. It says in a
 * shared page that it got to its end; the caller believes that, and not the
 * exit status. */

enum { PIECE = 1000 };

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

struct call {
    double *x;
    size_t n, n_rounds;
    const double *a; /* NULL: one root, no distance */
    int n_workers;
};

static void do_piece(const struct call *call, size_t first, size_t count)
{
    double piece[PIECE];
    double *const x = call->x + first;
    for (size_t i = 0; i < count; i++)
        piece[i] = call->a == NULL ? sqrt(x[i]) : x[i];
    for (size_t r = 0; call->a != NULL && r < call->n_rounds; r++)
        for (size_t i = 0; i < count; i++)
            piece[i] = sqrt(fabs(call->a[r] - piece[i]));
    for (size_t i = 0; i < count; i++)
        x[i] = piece[i];
}

static void do_slice(const struct call *call, int worker)
{
    size_t first = 0, last = 0;
    distribute(call->n, call->n_workers, worker, &first, &last);
    for (; last - first > PIECE; first += PIECE)
        do_piece(call, first, PIECE);
    do_piece(call, first, last - first);
}

static void wait_for(pid_t child)
{
    siginfo_t ended;
    while (waitid(P_PID, (id_t)child, &ended, WEXITED) != 0 && errno == EINTR)
        ;
}

static int run(const struct call *call, bool *is_done, pid_t *children)
{
    int n_started = 0, cause = 0;
    for (; n_started < call->n_workers; n_started++) {
        children[n_started] = fork();
        if (children[n_started] < 0) {
            cause = errno;
            break;
        }
        if (children[n_started] == 0) {
            do_slice(call, n_started);
            is_done[n_started] = true;
            _exit(0);
        }
    }
    for (int worker = 0; worker < n_started; worker++) {
        wait_for(children[worker]);
        if (!is_done[worker] && cause == 0)
            cause = ECHILD;
    }
    return cause;
}

static int run_call(const struct call *call)
{
    int cause = EINVAL;
    if (call->n_workers >= 1) {
        const size_t n = (size_t)call->n_workers;
        bool *is_done = mmap(
            NULL, n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        pid_t *children = calloc(n, sizeof *children);
        cause = ENOMEM;
        if (is_done != MAP_FAILED && children != NULL)
            cause = run(call, is_done, children);
        if (is_done != MAP_FAILED)
            munmap(is_done, n);
        free(children);
    }
    errno = cause;
    return cause == 0 ? 0 : -1;
}

int sqrt_all(size_t n, double x[], int n_workers)
{
    return run_call(&(struct call){.x = x, .n = n, .n_workers = n_workers});
}

int sqrt_rounds(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers)
{
    static const double none;
    return run_call(&(struct call){.x = x,
        .n = n,
        .n_rounds = n_rounds,
        .a = n_rounds > 0 ? a : &none,
        .n_workers = n_workers});
}
