/* expect: points<=50 fails=todo diagnosis=race */
/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <errno.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* To look at the counter and to move it are two steps: two workers can take
 * the same items. */

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
    const size_t next = todo->next;
    size_t count = todo->n_items - next;
    if (next >= todo->n_items)
        return 0;
    count = chunk < count ? chunk : count;
    *first = next;
    todo->next = next + count;
    return count;
}

struct board {
    struct todo todo;
    pool_task *task;
    const void *context;
    size_t chunk, result_bytes, first;
    sem_t done;
    sem_t start[64];
    unsigned char results[POOL_RESULT_BYTES_MAX];
};

struct pool {
    int n_workers, is_broken;
    struct board *board;
    pid_t workers[64];
};

static void work(struct board *board, int worker)
{
    size_t first, count;
    for (;;) {
        while (sem_wait(&board->start[worker]) != 0)
            ;
        if (board->task == NULL)
            return;
        while ((count = todo_take(&board->todo, board->chunk, &first)) > 0)
            for (size_t i = first; i < first + count; i++)
                board->task(board->first + i, board->context,
                    board->results + i * board->result_bytes);
        sem_post(&board->done);
    }
}

struct pool *pool_open(int n_workers)
{
    if (n_workers < 0 || n_workers > 64) {
        errno = EINVAL;
        return NULL;
    }
    struct pool *pool = calloc(1, sizeof *pool);
    if (pool == NULL || (pool->board = shared_new(sizeof *pool->board)) == NULL)
        return NULL;
    pool->n_workers = n_workers;
    sem_init(&pool->board->done, 1, 0);
    for (int w = 0; w < n_workers; w++) {
        sem_init(&pool->board->start[w], 1, 0);
        pool->workers[w] = fork();
        if (pool->workers[w] == 0) {
            work(pool->board, w);
            _exit(0);
        }
    }
    return pool;
}

static int end_workers(struct pool *pool, int number)
{
    int status, n_failed = 0;
    for (int w = 0; w < pool->n_workers; w++)
        kill(pool->workers[w], number);
    for (int w = 0; w < pool->n_workers; w++)
        n_failed += waitpid(pool->workers[w], &status, 0) < 0 || status != 0;
    return n_failed;
}

static int wait_for_one(struct pool *pool)
{
    struct timespec until;
    for (;;) {
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec++;
        if (sem_timedwait(&pool->board->done, &until) == 0)
            return 0;
        for (int w = 0; w < pool->n_workers && errno == ETIMEDOUT; w++)
            if (waitpid(pool->workers[w], NULL, WNOHANG) != 0)
                return -1;
    }
}

static int run_list(struct pool *pool)
{
    pool->board->todo.next = 0;
    for (int w = 0; w < pool->n_workers; w++)
        sem_post(&pool->board->start[w]);
    for (int w = 0; w < pool->n_workers; w++)
        if (wait_for_one(pool) != 0) {
            end_workers(pool, SIGKILL);
            pool->is_broken = 1;
            return -1;
        }
    return 0;
}

int pool_map(struct pool *pool, pool_task *task, const void *context,
    size_t n_tasks, size_t chunk, size_t result_bytes, void *results)
{
    struct board *board = pool->board;
    unsigned char *to = results;
    size_t count, room = n_tasks;
    if (pool->is_broken || result_bytes > POOL_RESULT_BYTES_MAX) {
        errno = pool->is_broken ? ECHILD : EMSGSIZE;
        return -1;
    }
    if (pool->n_workers == 0) {
        for (size_t i = 0; i < n_tasks; i++)
            task(i, context, to + i * result_bytes);
        return 0;
    }
    if (result_bytes > 0)
        room = POOL_RESULT_BYTES_MAX / result_bytes;
    board->task = task;
    board->context = context;
    board->result_bytes = result_bytes;
    board->chunk = chunk > 0 ? chunk : 1 + n_tasks / 64;
    for (size_t first = 0; first < n_tasks; first += count) {
        count = n_tasks - first < room ? n_tasks - first : room;
        board->first = first;
        board->todo.n_items = count;
        if (run_list(pool) != 0)
            return -1;
        if (result_bytes > 0)
            memcpy(to + first * result_bytes, board->results,
                count * result_bytes);
    }
    return 0;
}

int pool_close(struct pool *pool)
{
    int n_failed = 1;
    if (pool == NULL)
        return 0;
    if (!pool->is_broken) {
        pool->board->task = NULL;
        for (int w = 0; w < pool->n_workers; w++)
            sem_post(&pool->board->start[w]);
        n_failed = end_workers(pool, 0);
    }
    shared_free(pool->board, sizeof *pool->board);
    free(pool);
    return n_failed == 0 ? 0 : -1;
}
