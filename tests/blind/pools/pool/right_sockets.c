/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Right: no shared memory in the pool. The caller has a socket to each
 * worker, sends an order for some tasks, and reads the results of that order
 * right to their place. A worker that died is an end of file. Each worker
 * keeps only its own end of its own socket: else nobody's end would be the
 * last one. */

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

struct order {
    pool_task *task; /* NULL: end */
    const void *context;
    size_t first, count, result_bytes;
};

/* One worker, as the caller sees it. */
struct line {
    pid_t worker;
    int socket, of_worker;
    struct order order; /* count is 0: it has none */
};

struct pool {
    int n_workers;
    bool is_broken;
    struct pollfd *polled;
    struct line lines[];
};

static bool send_all(int to, const void *bytes, size_t n)
{
    for (const char *next = bytes; n > 0;) {
        const ssize_t sent = send(to, next, n, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR)
            return false;
        next += sent > 0 ? sent : 0;
        n -= sent > 0 ? (size_t)sent : 0;
    }
    return true;
}

static bool receive_all(int from, void *bytes, size_t n)
{
    for (char *next = bytes; n > 0;) {
        const ssize_t got = recv(from, next, n, 0);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        next += got > 0 ? got : 0;
        n -= got > 0 ? (size_t)got : 0;
    }
    return true;
}

static void serve(int worker, void *context)
{
    const struct pool *pool = context;
    const int socket = pool->lines[worker].of_worker;
    struct order order;
    for (int i = 0; i < pool->n_workers; i++) {
        close(pool->lines[i].socket);
        if (i != worker)
            close(pool->lines[i].of_worker);
    }
    while (receive_all(socket, &order, sizeof order) && order.task != NULL) {
        const size_t n_bytes = order.count * order.result_bytes;
        char *results = malloc(n_bytes + 1);
        if (results == NULL)
            _exit(1);
        for (size_t i = 0; i < order.count; i++)
            order.task(order.first + i, order.context,
                results + i * order.result_bytes);
        results[n_bytes] = 1; /* done: also when there are no results */
        if (!send_all(socket, results, n_bytes + 1))
            _exit(1);
        free(results);
    }
}

static void release(struct pool *pool, int n_sockets)
{
    for (int i = 0; i < n_sockets; i++)
        close(pool->lines[i].socket);
    free(pool->polled);
    free(pool);
}

/* @return how many. */
static int open_lines(struct pool *pool)
{
    int i, ends[2];
    for (i = 0; i < pool->n_workers; i++) {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
            break;
        pool->lines[i].socket = ends[0];
        pool->lines[i].of_worker = ends[1];
    }
    return i;
}

static int wait_for_workers(struct pool *pool, int n_workers)
{
    int n_failed = 0;
    for (int i = 0; i < n_workers; i++)
        n_failed += wait_for(1, &pool->lines[i].worker);
    return n_failed;
}

static void kill_all(struct pool *pool, int n_workers)
{
    for (int i = 0; i < n_workers; i++)
        kill(pool->lines[i].worker, SIGKILL);
    wait_for_workers(pool, n_workers);
}

static int fork_workers(struct pool *pool)
{
    int n_started = 0;
    pid_t *workers = calloc((size_t)pool->n_workers + 1, sizeof *workers);
    if (workers == NULL)
        return 0;
    n_started = start_workers(pool->n_workers, workers, serve, pool);
    for (int i = 0; i < n_started; i++)
        pool->lines[i].worker = workers[i];
    free(workers);
    return n_started;
}

struct pool *pool_open(int n_workers)
{
    if (n_workers < 0) {
        errno = EINVAL;
        return NULL;
    }
    const size_t n = (size_t)n_workers;
    struct pool *pool = calloc(1, sizeof *pool + n * sizeof *pool->lines);
    if (pool == NULL)
        return NULL;
    pool->n_workers = n_workers;
    pool->polled = calloc(n + 1, sizeof *pool->polled);
    int n_started = -1;
    const int n_lines = pool->polled == NULL ? 0 : open_lines(pool);
    if (pool->polled != NULL && n_lines == n_workers)
        n_started = fork_workers(pool);
    const int cause = errno;
    for (int i = 0; i < n_lines; i++)
        close(pool->lines[i].of_worker);
    if (n_started == n_workers)
        return pool;
    kill_all(pool, n_started);
    release(pool, n_lines);
    errno = cause;
    return NULL;
}

/* A map that is under way. */
struct map {
    pool_task *task;
    const void *context;
    size_t n_tasks, chunk, result_bytes, next, n_done;
    char *results;
};

/* No more than a megabyte of results at once, or a single one. */
static size_t choose_count(const struct pool *pool, const struct map *map)
{
    const size_t left = map->n_tasks - map->next;
    size_t count = map->chunk;
    if (count == 0)
        count = left / (4 * (size_t)pool->n_workers) + 1;
    if (map->result_bytes > 0 && count > ((size_t)1 << 20) / map->result_bytes)
        count = ((size_t)1 << 20) / map->result_bytes + 1;
    return count < left ? count : left;
}

static bool give(const struct pool *pool, struct map *map, struct line *line)
{
    line->order = (struct order){.task = map->task,
        .context = map->context,
        .first = map->next,
        .count = choose_count(pool, map),
        .result_bytes = map->result_bytes};
    map->next += line->order.count;
    return line->order.count == 0 ||
           send_all(line->socket, &line->order, sizeof line->order);
}

static bool receive(struct map *map, struct line *line)
{
    char done;
    const size_t size = map->result_bytes;
    if (line->order.count == 0 || /* says something, and is not asked */
        !receive_all(line->socket, map->results + line->order.first * size,
            line->order.count * size) ||
        !receive_all(line->socket, &done, 1))
        return false;
    map->n_done += line->order.count;
    line->order.count = 0;
    return true;
}

static bool run(struct pool *pool, struct map *map)
{
    for (int i = 0; i < pool->n_workers; i++) {
        pool->polled[i] =
            (struct pollfd){.fd = pool->lines[i].socket, .events = POLLIN};
        if (!give(pool, map, &pool->lines[i]))
            return false;
    }
    while (map->n_done < map->n_tasks) {
        if (poll(pool->polled, (nfds_t)pool->n_workers, -1) < 0)
            continue; /* EINTR */
        for (int i = 0; i < pool->n_workers; i++)
            if (pool->polled[i].revents != 0 &&
                !(receive(map, &pool->lines[i]) &&
                    give(pool, map, &pool->lines[i])))
                return false;
    }
    return true;
}

int pool_map(struct pool *pool, pool_task *task, const void *context,
    size_t n_tasks, size_t chunk, size_t result_bytes, void *results)
{
    struct map map = {.task = task,
        .context = context,
        .n_tasks = n_tasks,
        .chunk = chunk,
        .result_bytes = result_bytes,
        .results = results};
    if (result_bytes > POOL_RESULT_BYTES_MAX || pool->is_broken) {
        errno = pool->is_broken ? ECHILD : EMSGSIZE;
        return -1;
    }
    if (pool->n_workers == 0)
        for (size_t i = 0; i < n_tasks; i++)
            task(i, context, map.results + i * result_bytes);
    else if (n_tasks > 0 && !run(pool, &map)) {
        kill_all(pool, pool->n_workers);
        pool->is_broken = true;
        errno = ECHILD;
        return -1;
    }
    return 0;
}

int pool_close(struct pool *pool)
{
    if (pool == NULL)
        return 0;
    bool is_bad = pool->is_broken;
    if (!is_bad) {
        const struct order end = {.task = NULL};
        for (int i = 0; i < pool->n_workers; i++)
            send_all(pool->lines[i].socket, &end, sizeof end);
        is_bad = wait_for_workers(pool, pool->n_workers) > 0;
    }
    release(pool, pool->n_workers);
    if (is_bad)
        errno = ECHILD;
    return is_bad ? -1 : 0;
}
