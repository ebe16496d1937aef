/* SPDX-License-Identifier: MIT */
#include "@EX@.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/mman.h>
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
enum { PIECE = 1024 }; /* numbers that are taken at a time */

/* Whoever is done with a piece takes the next, so a worker that started late
 * does less, and one that could not be started is not missed. */
static void count_pieces(size_t n, const uint64_t start[], uint64_t steps[],
    atomic_size_t *next)
{
    size_t first;
    while ((first = atomic_fetch_add(next, PIECE)) < n) {
        const size_t last = n - first > PIECE ? first + PIECE : n;
        for (size_t i = first; i < last; i++)
            steps[i] = count_steps(start[i]);
    }
}

static void wait_for(pid_t child)
{
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
}

//> skeleton
//| // TODO(1): who does which numbers, for any n and any number of workers?
//> end
void @EX@_count(
    size_t n, const uint64_t start[], uint64_t steps[], int n_workers)
{
    //> solution
    atomic_size_t alone = 0;
    atomic_size_t *next = mmap(NULL, sizeof *next, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (next == MAP_FAILED) {
        next = &alone;
        n_workers = 1;
    }
    pid_t children[n_workers];
    for (int worker = 1; worker < n_workers; worker++) {
        children[worker] = fork();
        if (children[worker] == 0) {
            count_pieces(n, start, steps, next);
            _exit(0);
        }
    }
    count_pieces(n, start, steps, next); /* the caller is worker 0 */
    for (int worker = 1; worker < n_workers; worker++)
        if (children[worker] > 0)
            wait_for(children[worker]);
    if (next != &alone)
        munmap(next, sizeof *next);
    //> skeleton
    //| // TODO(2): how does a child learn what to do, and how does it end?
    //| // TODO(3): when may the caller return?
    //| (void)n;
    //| (void)start;
    //| (void)steps;
    //| (void)n_workers;
    //| (void)count_steps;
    //> end
}
