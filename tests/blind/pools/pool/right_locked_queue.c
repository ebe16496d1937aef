/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Right: the queue of the pool has a lock around it, which processes share
 * and which survives the death of its owner, and two conditions: there is
 * work, and all is done. All of the queue is read and written under the lock
 * only; tasks run without it. */

/* @return the number of workers that could be started. */
static int start_workers(
    int n_workers, pid_t workers[], worker_job *job, void *context)
{
    const pid_t parent = getpid();
    for (int worker = 0; worker < n_workers; worker++) {
        workers[worker] = fork();
        if (workers[worker] < 0)
            return worker;
        if (workers[worker] == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() == parent)
                job(worker, context);
            _exit(0);
        }
    }
    return n_workers;
}

/* @return the number of workers that failed. */
static int wait_for(int n_workers, const pid_t workers[])
{
    int n_failed = 0;
    for (int worker = 0; worker < n_workers; worker++) {
        int status = 0;
        while (waitpid(workers[worker], &status, 0) < 0)
            if (errno != EINTR) {
                status = -1;
                break;
            }
        n_failed += status != 0;
    }
    return n_failed;
}

int fork_and_wait(int n_workers, worker_job *job, void *context)
{
    if (n_workers < 0) {
        errno = EINVAL;
        return -1;
    }
    pid_t *workers = calloc((size_t)n_workers + 1, sizeof *workers);
    if (workers == NULL)
        return -1;
    const int n_started = start_workers(n_workers, workers, job, context);
    const int cause = errno;
    const int n_failed = wait_for(n_started, workers);
    free(workers);
    errno = cause;
    if (n_workers > 0 && n_started == 0)
        return -1;
    return n_failed + n_workers - n_started;
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
    size_t next = atomic_load(&todo->next), count;
    do {
        const size_t left = todo->n_items - next;
        if (left == 0)
            return 0;
        count = chunk < left ? chunk : left;
    } while (!atomic_compare_exchange_weak(&todo->next, &next, next + count));
    *first = next;
    return count;
}

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t is_work, is_done;
    bool is_over;
    pool_task *task;
    const void *context;
    size_t chunk, result_bytes;
    size_t base; /* number of the task that is item 0 */
    size_t next, n_items, n_done;
};

struct pool {
    int n_workers;
    bool is_broken;
    struct queue *queue;
    unsigned char *window;
    pid_t workers[];
};

static void lock(struct queue *queue)
{
    if (pthread_mutex_lock(&queue->lock) == EOWNERDEAD)
        pthread_mutex_consistent(&queue->lock);
}

static void init(struct queue *queue)
{
    pthread_mutexattr_t of_lock;
    pthread_condattr_t of_condition;
    pthread_mutexattr_init(&of_lock);
    pthread_mutexattr_setpshared(&of_lock, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&of_lock, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&queue->lock, &of_lock);
    pthread_mutexattr_destroy(&of_lock);
    pthread_condattr_init(&of_condition);
    pthread_condattr_setpshared(&of_condition, PTHREAD_PROCESS_SHARED);
    pthread_cond_init(&queue->is_work, &of_condition);
    pthread_cond_init(&queue->is_done, &of_condition);
    pthread_condattr_destroy(&of_condition);
}

/* Under the lock. */
static size_t take(struct queue *queue, int n_workers)
{
    const size_t left = queue->n_items - queue->next;
    size_t count = queue->chunk;
    if (count == 0)
        count = left / (4 * (size_t)n_workers) + 1;
    if (count > left)
        count = left;
    queue->next += count;
    return count;
}

static void serve(int worker, void *context)
{
    const struct pool *pool = context;
    struct queue *queue = pool->queue;
    (void)worker;
    lock(queue);
    for (;;) {
        while (queue->next == queue->n_items && !queue->is_over)
            if (pthread_cond_wait(&queue->is_work, &queue->lock) == EOWNERDEAD)
                pthread_mutex_consistent(&queue->lock);
        if (queue->is_over)
            break;
        const size_t first = queue->next;
        const size_t count = take(queue, pool->n_workers);
        pool_task *const task = queue->task;
        const void *const of_task = queue->context;
        const size_t base = queue->base, size = queue->result_bytes;
        pthread_mutex_unlock(&queue->lock);
        for (size_t i = first; i < first + count; i++)
            task(base + i, of_task, pool->window + i * size);
        lock(queue);
        queue->n_done += count;
        if (queue->n_done == queue->n_items)
            pthread_cond_signal(&queue->is_done);
    }
    pthread_mutex_unlock(&queue->lock);
}

static void release(struct pool *pool)
{
    shared_free(pool->queue, sizeof *pool->queue);
    shared_free(pool->window, POOL_RESULT_BYTES_MAX);
    free(pool);
}

static void kill_all(const struct pool *pool, int n_workers)
{
    for (int worker = 0; worker < n_workers; worker++)
        kill(pool->workers[worker], SIGKILL);
    wait_for(n_workers, pool->workers);
}

struct pool *pool_open(int n_workers)
{
    struct pool *pool = NULL;
    if (n_workers < 0)
        errno = EINVAL;
    else
        pool =
            calloc(1, sizeof *pool + (size_t)n_workers * sizeof *pool->workers);
    if (pool == NULL)
        return NULL;
    pool->n_workers = n_workers;
    pool->queue = shared_new(sizeof *pool->queue);
    pool->window = shared_new(POOL_RESULT_BYTES_MAX);
    if (pool->queue != NULL && pool->window != NULL) {
        init(pool->queue);
        const int n_started =
            start_workers(n_workers, pool->workers, serve, pool);
        if (n_started == n_workers)
            return pool;
        const int cause = errno;
        kill_all(pool, n_started);
        errno = cause;
    }
    const int cause = errno;
    release(pool);
    errno = cause;
    return NULL;
}

static bool has_lost_worker(const struct pool *pool)
{
    for (int worker = 0; worker < pool->n_workers; worker++) {
        siginfo_t ended = {0};
        if (waitid(P_PID, (id_t)pool->workers[worker], &ended,
                WEXITED | WNOHANG | WNOWAIT) != 0 ||
            ended.si_pid != 0)
            return true;
    }
    return false;
}

/* Under the lock. */
static int wait_until_done(struct pool *pool)
{
    struct queue *queue = pool->queue;
    while (queue->n_done < queue->n_items) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += 10 * 1000 * 1000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        const int error =
            pthread_cond_timedwait(&queue->is_done, &queue->lock, &until);
        if (error == EOWNERDEAD)
            pthread_mutex_consistent(&queue->lock);
        if (error != 0 && has_lost_worker(pool))
            return -1;
    }
    return 0;
}

static int run(struct pool *pool, size_t base, size_t count)
{
    struct queue *queue = pool->queue;
    lock(queue);
    queue->base = base;
    queue->next = queue->n_done = 0;
    queue->n_items = count;
    pthread_cond_broadcast(&queue->is_work);
    const int result = wait_until_done(pool);
    if (result != 0) {
        kill_all(pool, pool->n_workers);
        pool->is_broken = true;
    }
    pthread_mutex_unlock(&queue->lock);
    errno = ECHILD;
    return result;
}

static void describe(struct queue *queue, pool_task *task, const void *context,
    size_t chunk, size_t result_bytes)
{
    lock(queue);
    queue->task = task;
    queue->context = context;
    queue->chunk = chunk;
    queue->result_bytes = result_bytes;
    pthread_mutex_unlock(&queue->lock);
}

int pool_map(struct pool *pool, pool_task *task, const void *context,
    size_t n_tasks, size_t chunk, size_t result_bytes, void *results)
{
    unsigned char *to = results;
    if (result_bytes > POOL_RESULT_BYTES_MAX || pool->is_broken) {
        errno = pool->is_broken ? ECHILD : EMSGSIZE;
        return -1;
    }
    if (pool->n_workers == 0) {
        for (size_t i = 0; i < n_tasks; i++)
            task(i, context, to + i * result_bytes);
        return 0;
    }
    describe(pool->queue, task, context, chunk, result_bytes);
    size_t room = n_tasks, count;
    if (result_bytes > 0)
        room = POOL_RESULT_BYTES_MAX / result_bytes;
    for (size_t base = 0; base < n_tasks; base += count) {
        count = n_tasks - base < room ? n_tasks - base : room;
        if (run(pool, base, count) != 0)
            return -1;
        if (result_bytes > 0)
            memcpy(
                to + base * result_bytes, pool->window, count * result_bytes);
    }
    return 0;
}

int pool_close(struct pool *pool)
{
    if (pool == NULL)
        return 0;
    bool is_bad = pool->is_broken;
    if (!is_bad) {
        lock(pool->queue);
        pool->queue->is_over = true;
        pthread_cond_broadcast(&pool->queue->is_work);
        pthread_mutex_unlock(&pool->queue->lock);
        is_bad = wait_for(pool->n_workers, pool->workers) > 0;
    }
    release(pool);
    if (is_bad)
        errno = ECHILD;
    return is_bad ? -1 : 0;
}
