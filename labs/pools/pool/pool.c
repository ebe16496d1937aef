/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The caller writes a map on a board in shared memory and wakes the workers.
 * They take tasks off the board's to-do list and put results into a window,
 * again shared, until the list is empty; the last one wakes the caller. While
 * a worker is awake only workers write the board, while all of them sleep
 * only the caller does: the semaphores are the line between the two. */

int fork_and_wait(int n_workers, worker_job *job, void *context)
{
    // TODO(1): what does fork() return in the parent, and what in the
    //          child? How must a child end that is done with its job?
    // TODO(2): when may the parent start to wait, so that all children
    //          run at the same time? For whom does it wait, and what
    //          does the status say?
    (void)n_workers;
    (void)job;
    (void)context;
    return -1;
}

void *shared_new(size_t size_bytes)
{
    // TODO(3): which flags of mmap() make memory that a child does not
    //          copy, and that needs no file?
    (void)size_bytes;
    return NULL;
}

void shared_free(void *memory, size_t size_bytes)
{
    // TODO(4): what undoes mmap()?
    (void)memory;
    (void)size_bytes;
}

size_t todo_take(struct todo *todo, size_t chunk, size_t *first)
{
    // TODO(5): two workers read the same `next`. What happens then, and
    //          which operation reads and writes in one step?
    // TODO(6): how many items are there to take near the end?
    (void)todo;
    (void)chunk;
    (void)first;
    return 0;
}

/* What the caller and the workers share. */
struct board {
    pool_task *task; /* NULL: there is no more work, end */
    const void *context;
    size_t chunk;
    size_t result_bytes;
    size_t first; /* number of the task that is item 0 of the list */
    _Alignas(64) struct todo todo;
    _Alignas(64) atomic_int n_busy; /* workers that are not done yet */
    sem_t done; /* the last of them posts it */
    sem_t start[]; /* one for each worker */
};

struct pool {
    int n_workers;
    bool is_broken; /* a worker has ended early; none is left */
    struct board *board;
    unsigned char *window; /* results of the tasks on the list; shared */
    pid_t workers[];
};

struct pool *pool_open(int n_workers)
{
    // TODO(7): what must be there before the first fork(), so that all
    //          workers see it? What does a worker do while it has no work?
    // TODO(8): what is left to be undone when the third fork() fails?
    (void)n_workers;
    return NULL;
}

int pool_map(struct pool *pool, pool_task *task, const void *context,
    size_t n_tasks, size_t chunk, size_t result_bytes, void *results)
{
    // TODO(9): who may write the board now? How do the workers learn of
    //          the map, and how does the caller learn that all is done?
    // TODO(10): where do results go that the caller's memory cannot get
    //           from a child, and how do they end up in order?
    // TODO(11): a worker has crashed. Who notices, and how?
    (void)pool;
    (void)task;
    (void)context;
    (void)n_tasks;
    (void)chunk;
    (void)result_bytes;
    (void)results;
    return -1;
}

int pool_close(struct pool *pool)
{
    // TODO(12): how does a sleeping worker learn that it may go, and what
    //           becomes of a child that nobody waits for?
    (void)pool;
    return -1;
}
