/* expect: diagnosis=nondeterministic */
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

/* Wrong: a result goes to the next free place of the window when it is there,
 * so the caller gets results in the order in which tasks came to their end. */

/* @return the number of workers that could be started, with errno of the
 * fork() that failed. */
static int start_workers(
    int n_workers, pid_t workers[], worker_job *job, void *context)
{
    const pid_t parent = getpid();
    for (int worker = 0; worker < n_workers; worker++) {
        workers[worker] = fork();
        if (workers[worker] < 0)
            return worker;
        if (workers[worker] == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL); /* leave no orphan */
            if (getppid() == parent)
                job(worker, context);
            _exit(0); /* exit() would write the caller's buffers again */
        }
    }
    return n_workers;
}

/* Send all workers a signal, 0 for none, and wait for them.
 * @return the number of workers that failed. */
static int end_workers(int n_workers, const pid_t workers[], int signal_number)
{
    int status, n_failed = 0;
    for (int worker = 0; worker < n_workers; worker++)
        kill(workers[worker], signal_number);
    for (int worker = 0; worker < n_workers; worker++) {
        pid_t ended;
        do
            ended = waitpid(workers[worker], &status, 0);
        while (ended < 0 && errno == EINTR);
        n_failed += ended < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    return n_failed;
}

int fork_and_wait(int n_workers, worker_job *job, void *context)
{
    if (n_workers < 0) {
        errno = EINVAL;
        return -1;
    }
    if (n_workers == 0)
        return 0;
    pid_t *workers = malloc((size_t)n_workers * sizeof *workers);
    if (workers == NULL)
        return -1;
    const int n_started = start_workers(n_workers, workers, job, context);
    const int fork_errno = errno;
    const int n_failed = end_workers(n_started, workers, 0);
    free(workers);
    errno = fork_errno;
    return n_started == 0 ? -1 : n_failed + n_workers - n_started;
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
    /* To look and to take must be one step: the exchange succeeds only when
     * nobody took anything since next was read. It never passes n_items, so
     * no chunk is large enough to make the counter wrap around. */
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

/* What the caller and the workers share. */
struct board {
    pool_task *task; /* NULL: there is no more work, end */
    const void *context;
    size_t chunk;
    size_t result_bytes;
    size_t first; /* number of the task that is item 0 of the list */
    _Alignas(64) struct todo todo;
    atomic_size_t n_results; /* so many are in the window */
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

static size_t board_bytes(int n_workers)
{
    return sizeof(struct board) + (size_t)n_workers * sizeof(sem_t);
}

/* Large chunks first, for few visits to the list; then smaller and smaller
 * ones, so that all workers finish at nearly the same time. */
static size_t choose_chunk(const struct pool *pool)
{
    const struct todo *todo = &pool->board->todo;
    const size_t n_shares = 4 * (size_t)pool->n_workers;
    if (pool->board->chunk > 0)
        return pool->board->chunk;
    return (todo->n_items - atomic_load(&todo->next)) / n_shares + 1;
}

static void keep(const struct pool *pool, const void *result)
{
    struct board *board = pool->board;
    const size_t place = atomic_fetch_add(&board->n_results, 1);
    if (board->result_bytes > 0)
        memcpy(pool->window + place * board->result_bytes, result,
            board->result_bytes);
}

static void do_tasks(const struct pool *pool)
{
    struct board *board = pool->board;
    size_t first, count;
    void *result = malloc(board->result_bytes + 1);
    if (result == NULL)
        abort();
    while ((count = todo_take(&board->todo, choose_chunk(pool), &first)) > 0)
        for (size_t i = first; i < first + count; i++) {
            board->task(board->first + i, board->context, result);
            keep(pool, result);
        }
    free(result);
}

/* The life of a worker. */
static void serve(int worker, void *item)
{
    const struct pool *pool = item;
    struct board *board = pool->board;
    for (;;) {
        while (sem_wait(&board->start[worker]) != 0)
            ; /* EINTR */
        if (board->task == NULL)
            return;
        do_tasks(pool);
        if (atomic_fetch_sub(&board->n_busy, 1) == 1)
            sem_post(&board->done);
    }
}

static void release(struct pool *pool)
{
    shared_free(pool->window, POOL_RESULT_BYTES_MAX);
    shared_free(pool->board, board_bytes(pool->n_workers));
    free(pool);
}

struct pool *pool_open(int n_workers)
{
    if (n_workers < 0) {
        errno = EINVAL;
        return NULL;
    }
    struct pool *pool =
        calloc(1, sizeof *pool + (size_t)n_workers * sizeof *pool->workers);
    if (pool == NULL)
        return NULL;
    pool->n_workers = n_workers;
    pool->board = shared_new(board_bytes(n_workers));
    pool->window = shared_new(POOL_RESULT_BYTES_MAX);
    if (pool->board == NULL || pool->window == NULL)
        goto out;
    sem_init(&pool->board->done, 1, 0);
    for (int worker = 0; worker < n_workers; worker++)
        sem_init(&pool->board->start[worker], 1, 0);
    const int n_started = start_workers(n_workers, pool->workers, serve, pool);
    if (n_started == n_workers)
        return pool;
    const int fork_errno = errno;
    end_workers(n_started, pool->workers, SIGKILL);
    errno = fork_errno;
out:
    release(pool);
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

/* A worker that has crashed wakes nobody: look after them now and then. */
static int wait_until_done(const struct pool *pool)
{
    for (;;) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += 20 * 1000 * 1000;
        until.tv_sec += until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        if (sem_timedwait(&pool->board->done, &until) == 0)
            return 0;
        if (errno == ETIMEDOUT && has_lost_worker(pool))
            return -1;
    }
}

/* Have the workers do the tasks that are on the list. */
static int run_list(struct pool *pool)
{
    struct board *board = pool->board;
    const size_t n = board->todo.n_items, chunk = board->chunk;
    const size_t n_chunks = chunk > 0 ? n / chunk + (n % chunk > 0) : n;
    const int n_awake =
        n_chunks < (size_t)pool->n_workers ? (int)n_chunks : pool->n_workers;
    atomic_store(&board->todo.next, 0);
    atomic_store(&board->n_results, 0);
    atomic_store(&board->n_busy, n_awake);
    for (int worker = 0; worker < n_awake; worker++)
        sem_post(&board->start[worker]);
    if (wait_until_done(pool) == 0)
        return 0;
    end_workers(pool->n_workers, pool->workers, SIGKILL);
    pool->is_broken = true;
    errno = ECHILD;
    return -1;
}

int pool_map(struct pool *pool, pool_task *task, const void *context,
    size_t n_tasks, size_t chunk, size_t result_bytes, void *results)
{
    struct board *board = pool->board;
    size_t count, room = n_tasks;
    if (pool->is_broken || result_bytes > POOL_RESULT_BYTES_MAX) {
        errno = pool->is_broken ? ECHILD : EMSGSIZE;
        return -1;
    }
    if (pool->n_workers == 0) {
        for (size_t i = 0; i < n_tasks; i++)
            task(i, context, (unsigned char *)results + i * result_bytes);
        return 0;
    }
    board->task = task;
    board->context = context;
    board->chunk = chunk;
    board->result_bytes = result_bytes;
    if (result_bytes > 0)
        room = POOL_RESULT_BYTES_MAX / result_bytes;
    for (size_t first = 0; first < n_tasks; first += count) {
        count = n_tasks - first < room ? n_tasks - first : room;
        board->first = first;
        board->todo.n_items = count;
        if (run_list(pool) != 0)
            return -1;
        if (result_bytes > 0)
            memcpy((unsigned char *)results + first * result_bytes,
                pool->window, count * result_bytes);
    }
    return 0;
}

int pool_close(struct pool *pool)
{
    int n_failed = 0;
    if (pool == NULL)
        return 0;
    const bool is_broken = pool->is_broken;
    if (!is_broken) {
        pool->board->task = NULL;
        for (int worker = 0; worker < pool->n_workers; worker++)
            sem_post(&pool->board->start[worker]);
        n_failed = end_workers(pool->n_workers, pool->workers, 0);
    }
    release(pool);
    if (!is_broken && n_failed == 0)
        return 0;
    errno = ECHILD;
    return -1;
}
