/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* The serial baseline: the contract with never more than one process at
 * work. Jobs get a child process each, one after the other, because a job
 * may end its process; the tasks of a map simply run in the caller. Speedup
 * is measured against this pool_map(): a loop that writes every result where
 * it belongs. */

struct pool {
    int n_workers;
};

static int run_in_child(int worker, worker_job *job, void *context)
{
    int status;
    const pid_t child = fork();
    if (child < 0)
        return -1;
    if (child == 0) {
        job(worker, context);
        _exit(0);
    }
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
}

int fork_and_wait(int n_workers, worker_job *job, void *context)
{
    int n_failed = 0, n_started = 0;
    if (n_workers < 0) {
        errno = EINVAL;
        return -1;
    }
    for (int worker = 0; worker < n_workers; worker++) {
        const int outcome = run_in_child(worker, job, context);
        n_started += outcome >= 0;
        n_failed += outcome != 0;
    }
    return n_workers > 0 && n_started == 0 ? -1 : n_failed;
}

void *shared_new(size_t size_bytes)
{
    void *memory = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void shared_free(void *memory, size_t size_bytes)
{
    if (memory != NULL)
        munmap(memory, size_bytes);
}

//> show take
size_t todo_take(struct todo *todo, size_t chunk, size_t *first)
{
    const size_t next = todo->next;
    const size_t left = todo->n_items - next;
    const size_t count = chunk < left ? chunk : left;
    if (count == 0)
        return 0;
    *first = next;
    todo->next = next + count;
    return count;
}
//> end show

struct pool *pool_open(int n_workers)
{
    if (n_workers < 0) {
        errno = EINVAL;
        return NULL;
    }
    struct pool *pool = malloc(sizeof *pool);
    if (pool != NULL)
        pool->n_workers = n_workers;
    return pool;
}

int pool_map(struct pool *pool, pool_task *task, const void *context,
    size_t n_tasks, size_t chunk, size_t result_bytes, void *results)
{
    (void)pool;
    (void)chunk;
    if (result_bytes > POOL_RESULT_BYTES_MAX) {
        errno = EMSGSIZE;
        return -1;
    }
    for (size_t i = 0; i < n_tasks; i++)
        task(i, context, (unsigned char *)results + i * result_bytes);
    return 0;
}

int pool_close(struct pool *pool)
{
    free(pool);
    return 0;
}
