/* expect: points=30 passes=todo fails=map fails=edges
   diagnosis=overhead-bound */
/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* The pool has no workers: every map forks new ones. */

int fork_and_wait(int n_workers, worker_job *job, void *context)
{
    int status, n_started = 0, n_failed = 0;
    pid_t workers[64];
    if (n_workers < 0 || n_workers > 64) {
        errno = EINVAL;
        return -1;
    }
    for (; n_started < n_workers; n_started++) {
        workers[n_started] = fork();
        if (workers[n_started] < 0)
            break;
        if (workers[n_started] == 0) {
            job(n_started, context);
            _exit(0);
        }
    }
    for (int w = 0; w < n_started; w++)
        n_failed += waitpid(workers[w], &status, 0) < 0 || status != 0;
    return n_started == 0 && n_workers > 0 ? -1
                                           : n_failed + n_workers - n_started;
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

size_t todo_take(struct todo *todo, size_t chunk, size_t *first)
{
    size_t next = todo->next, count;
    do {
        count = todo->n_items - next;
        count = chunk < count ? chunk : count;
        if (count == 0)
            return 0;
    } while (!atomic_compare_exchange_weak(&todo->next, &next, next + count));
    *first = next;
    return count;
}

struct pool {
    int n_workers, is_broken;
};

struct map {
    struct todo todo;
    pool_task *task;
    const void *context;
    size_t chunk, result_bytes;
    unsigned char *results;
};

static void work(int worker, void *item)
{
    (void)worker;
    struct map *map = item;
    size_t first, count;
    while ((count = todo_take(&map->todo, map->chunk, &first)) > 0)
        for (size_t i = first; i < first + count; i++)
            map->task(i, map->context, map->results + i * map->result_bytes);
}

struct pool *pool_open(int n_workers)
{
    if (n_workers < 0) {
        errno = EINVAL;
        return NULL;
    }
    struct pool *pool = calloc(1, sizeof *pool);
    if (pool != NULL)
        pool->n_workers = n_workers;
    return pool;
}

int pool_map(struct pool *pool, pool_task *task, const void *context,
    size_t n_tasks, size_t chunk, size_t result_bytes, void *results)
{
    const size_t n_bytes = n_tasks * result_bytes;
    if (pool->is_broken || result_bytes > POOL_RESULT_BYTES_MAX) {
        errno = pool->is_broken ? ECHILD : EMSGSIZE;
        return -1;
    }
    struct map *map = shared_new(sizeof *map);
    unsigned char *window = shared_new(n_bytes + 1);
    if (map == NULL || window == NULL)
        return -1;
    *map = (struct map){{0, n_tasks}, task, context, chunk > 0 ? chunk : 4,
        result_bytes, window};
    if (pool->n_workers == 0)
        work(0, map);
    else
        pool->is_broken = fork_and_wait(pool->n_workers, work, map) != 0 ||
                          map->todo.next < n_tasks;
    if (n_bytes > 0)
        memcpy(results, window, n_bytes);
    shared_free(window, n_bytes + 1);
    shared_free(map, sizeof *map);
    return pool->is_broken ? -1 : 0;
}

int pool_close(struct pool *pool)
{
    const int is_broken = pool != NULL && pool->is_broken;
    free(pool);
    return is_broken ? -1 : 0;
}
