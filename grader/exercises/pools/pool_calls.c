/* SPDX-License-Identifier: MIT */
#include "grader/runner/call.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pool.h"

/* The jobs and tasks of pools/pool, and the calls that have them run. Jobs
 * and tasks run in the candidate's own children and write what they saw into
 * the frame, which they share. Results of maps go to private memory first,
 * as most callers' would, and are copied into the frame afterwards. */

enum { GUARD_BYTES = 8 }; /* behind the results of every map */

enum { END_WELL_EARLY = 1000 }; /* _exit(0) instead of returning */

struct fork_notes {
    int n_workers;
    const int32_t *ends; /* exit status; a signal when negative */
    _Atomic int32_t *runs;
    int64_t *pids;
    int32_t private_value;
};

static void end_as_told(int32_t how)
{
    if (how == END_WELL_EARLY)
        _exit(0);
    if (how > 0)
        _exit(how);
    if (how < 0)
        raise(-how);
}

static void note_run(int worker, void *context)
{
    struct fork_notes *notes = context;
    notes->private_value++;
    if (worker < 0 || worker >= notes->n_workers)
        _exit(99);
    atomic_fetch_add(&notes->runs[worker], 1);
    notes->pids[worker] = getpid();
    end_as_told(notes->ends[worker]);
}

static void run_fork(struct call *call)
{
    struct fork_notes notes = {.n_workers = call_workers(call)};
    notes.ends = call_array(call);
    notes.runs = call_array(call);
    notes.pids = call_array(call);
    int32_t *returned = call_array(call);
    int64_t *caller = call_array(call);
    call_go(call);
    *caller = getpid();
    returned[0] = fork_and_wait(notes.n_workers, note_run, &notes);
    returned[1] = notes.private_value;
}

struct bytes {
    size_t n, step;
    uint8_t *first, *second;
};

static void fill_bytes(int worker, void *context)
{
    const struct bytes *bytes = context;
    for (size_t i = (size_t)worker; i < bytes->n; i += bytes->step)
        bytes->first[i] = (uint8_t)(i % 251 + 1);
}

static uint64_t count_nonzero(const uint8_t *bytes, size_t n)
{
    uint64_t count = 0;
    while (n-- > 0)
        count += bytes[n] != 0;
    return count;
}

static void run_shared(struct call *call)
{
    const size_t n = call_count(call);
    uint8_t *content = call_array(call);
    uint64_t *nonzero = call_array(call);
    int32_t *status = call_array(call); /* allocated, failed workers */
    call_go(call);
    uint8_t *used = shared_new(n);
    if (used != NULL)
        memset(used, 0xff, n);
    shared_free(used, n);
    struct bytes bytes = {.n = n, .step = (size_t)call_workers(call)};
    bytes.first = shared_new(n);
    bytes.second = shared_new(n);
    status[0] = bytes.first != NULL && bytes.second != NULL;
    if (status[0]) {
        status[0] += (uintptr_t)bytes.first % (uintptr_t)getpagesize() != 0;
        nonzero[0] = count_nonzero(bytes.first, n);
        status[1] = fork_and_wait(call_workers(call), fill_bytes, &bytes);
        memcpy(content, bytes.first, n);
        nonzero[1] = count_nonzero(bytes.second, n);
    }
    shared_free(bytes.second, n);
    shared_free(bytes.first, n);
}

static void run_give_back(struct call *call)
{
    const size_t n = call_count(call);
    const size_t rounds = call_count(call);
    uint64_t *given = call_array(call);
    call_go(call);
    for (*given = 0; *given < rounds; ++*given) {
        uint8_t *memory = shared_new(n);
        if (memory == NULL)
            break;
        memory[n - 1] = 1;
        shared_free(memory, n);
    }
}

struct taking {
    struct todo *todo;
    size_t n, chunk;
    _Atomic int32_t *taken;
    _Atomic int32_t *n_wrong; /* answers that no list can give */
};

static void take_all(int worker, void *context)
{
    (void)worker;
    const struct taking *taking = context;
    size_t first = 0, count, n_visits = 0;
    while ((count = todo_take(taking->todo, taking->chunk, &first)) > 0) {
        if (first > taking->n || count > taking->n - first ||
            count > taking->chunk || n_visits++ == taking->n) {
            atomic_fetch_add(taking->n_wrong, 1);
            return;
        }
        for (size_t i = first; i < first + count; i++)
            atomic_fetch_add(&taking->taken[i], 1);
    }
}

static void run_todo(struct call *call)
{
    struct taking taking = {.n = call_count(call)};
    taking.chunk = call_count(call);
    taking.taken = call_array(call);
    taking.n_wrong = call_array(call);
    int32_t *returned = call_array(call);
    uint64_t *after = call_array(call); /* count and first, at the end */
    call_go(call);
    taking.todo = shared_new(sizeof *taking.todo);
    returned[1] = taking.todo != NULL;
    if (taking.todo == NULL)
        return;
    taking.todo->n_items = taking.n;
    returned[0] = fork_and_wait(call_workers(call), take_all, &taking);
    size_t first = 12345;
    after[0] = todo_take(taking.todo, taking.chunk, &first);
    after[1] = first;
    shared_free(taking.todo, sizeof *taking.todo);
}

struct filling {
    size_t n_tasks, result_bytes, salt;
    _Atomic int32_t *runs;
    int64_t *pids;
    unsigned sleep_us; /* times 3, 2, 1, 0, 3 ... */
};

static void fill(size_t i, const void *context, void *result)
{
    const struct filling *filling = context;
    uint8_t *bytes = result;
    if (i >= filling->n_tasks)
        _exit(9);
    atomic_fetch_add(&filling->runs[i], 1);
    filling->pids[i] = getpid();
    if (filling->sleep_us > 0)
        usleep((3 - i % 4) * filling->sleep_us);
    for (size_t k = 0; k < filling->result_bytes; k++)
        bytes[k] = (uint8_t)(filling->salt + 31 * i + 7 * k + i / 256);
}

/* One map with its results in private memory, copied to the frame. */
static int32_t map_privately(struct pool *pool, const struct filling *filling,
    size_t chunk, uint8_t *copy)
{
    const size_t n_bytes = filling->n_tasks * filling->result_bytes;
    uint8_t *results = malloc(n_bytes + GUARD_BYTES);
    if (results == NULL)
        return -1;
    memcpy(results, copy, n_bytes + GUARD_BYTES); /* as yet unwritten */
    const int32_t returned =
        pool_map(pool, fill, filling, filling->n_tasks, chunk,
            filling->result_bytes, filling->result_bytes > 0 ? results : NULL);
    memcpy(copy, results, n_bytes + GUARD_BYTES);
    free(results);
    return returned;
}

/* status: pool opened, closed, then one for each map */
static void run_map(struct call *call)
{
    const size_t n_maps = call_count(call);
    const size_t sleep_us = call_count(call);
    const uint64_t *n_tasks = call_array(call);
    const uint64_t *chunks = call_array(call);
    const uint64_t *result_bytes = call_array(call);
    _Atomic int32_t *runs = call_array(call);
    int64_t *pids = call_array(call);
    uint8_t *results = call_array(call);
    int32_t *status = call_array(call);
    int64_t *caller = call_array(call);
    struct filling *fillings = calloc(n_maps + 1, sizeof *fillings);
    call_go(call);
    *caller = getpid();
    for (size_t m = 0; fillings != NULL && m < n_maps; m++) {
        fillings[m] = (struct filling){
            n_tasks[m], result_bytes[m], m, runs, pids, (unsigned)sleep_us};
        runs += n_tasks[m];
        pids += n_tasks[m];
    }
    struct pool *pool = pool_open(call_workers(call));
    status[0] = pool != NULL;
    for (size_t m = 0; pool != NULL && m < n_maps; m++) {
        status[2 + m] = map_privately(pool, &fillings[m], chunks[m], results);
        results += n_tasks[m] * result_bytes[m] + GUARD_BYTES;
    }
    status[1] = pool_close(pool);
    free(fillings);
}

/* Task i counts the Collatz steps of the numbers from ranges[2 i] up to, and
 * without, ranges[2 i + 1]: some microseconds, not the same for any two. */
static void count_steps(size_t i, const void *context, void *result)
{
    const uint64_t *range = (const uint64_t *)context + 2 * i;
    uint64_t n_steps = 0;
    for (uint64_t number = range[0]; number < range[1]; number++)
        for (uint64_t x = number; x > 1; n_steps++)
            x = x % 2 == 0 ? x / 2 : 3 * x + 1;
    memcpy(result, &n_steps, sizeof n_steps);
}

static void run_steps(struct call *call)
{
    const size_t n = call_count(call);
    const uint64_t *ranges = call_array(call);
    uint64_t *n_steps = call_array(call);
    int32_t *status = call_array(call);
    call_go(call);
    struct pool *pool = pool_open(call_workers(call));
    status[0] = pool != NULL;
    for (size_t r = 0; pool != NULL && r < call_repeats(call); r++)
        status[2 + r] = pool_map(pool, count_steps, ranges + r * 2 * n, n, 0,
            sizeof *n_steps, n_steps + r * n);
    status[1] = pool_close(pool);
}

struct noted_steps {
    const uint64_t *ranges;
    struct call_span *spans;
};

static void count_and_note_steps(size_t i, const void *context, void *result)
{
    const struct noted_steps *noted = context;
    call_span_start(&noted->spans[i]);
    count_steps(i, noted->ranges, result);
    call_span_end(&noted->spans[i]);
}

static void run_noted_steps(struct call *call)
{
    const size_t n = call_count(call);
    struct noted_steps noted = {.ranges = call_array(call)};
    uint64_t *n_steps = call_array(call);
    noted.spans = call_array(call);
    call_go(call);
    struct pool *pool = pool_open(call_workers(call));
    if (pool != NULL)
        pool_map(
            pool, count_and_note_steps, &noted, n, 0, sizeof *n_steps, n_steps);
    pool_close(pool);
}

static void note_pid(size_t i, const void *context, void *result)
{
    (void)i;
    (void)context;
    const int64_t pid = getpid();
    memcpy(result, &pid, sizeof pid);
}

/* context: the number of the task that crashes, and how */
static void crash_once(size_t i, const void *context, void *result)
{
    const int32_t *crash = context;
    (void)result;
    if (i == (size_t)crash[0])
        end_as_told(crash[1]);
}

/* A task that ends its process would end the caller, too, where tasks run in
 * the caller: there is nothing to be tried then, and in_caller says so. */
static void run_crash(struct call *call)
{
    const size_t n = call_count(call);
    const int32_t *crash = call_array(call);
    int32_t *in_caller = call_array(call);
    int32_t *returned = call_array(call);
    int64_t pid = 0;
    call_go(call);
    struct pool *pool = pool_open(call_workers(call));
    if (pool == NULL)
        return;
    pool_map(pool, note_pid, NULL, 1, 0, sizeof pid, &pid);
    *in_caller = pid == getpid();
    if (pid != getpid()) {
        returned[0] = pool_map(pool, crash_once, crash, n, 1, 0, NULL);
        returned[1] = pool_map(pool, note_pid, NULL, 1, 0, sizeof pid, &pid);
    }
    returned[2] = pool_close(pool);
}

/* Two pools at once, and pools one after the other. */
static void run_pools(struct call *call)
{
    const size_t rounds = call_count(call);
    int64_t *pids = call_array(call); /* two for each round */
    int32_t *status = call_array(call); /* six for each round */
    call_go(call);
    for (size_t r = 0; r < rounds; r++, status += 6, pids += 2) {
        struct pool *first = pool_open(call_workers(call));
        struct pool *second = pool_open(call_workers(call));
        status[0] = first != NULL;
        status[1] = second != NULL;
        if (first != NULL && second != NULL) {
            status[2] = pool_map(first, note_pid, NULL, 1, 0, 8, pids);
            status[3] = pool_map(second, note_pid, NULL, 1, 0, 8, pids + 1);
        }
        status[4] = pool_close(first);
        status[5] = pool_close(second);
    }
}

static void do_nothing(int worker, void *context)
{
    (void)worker;
    (void)context;
}

/* A child that is not the candidate's, and output that is still in a buffer
 * while workers come and go. */
static void run_neighbours(struct call *call)
{
    int32_t *other_status = call_array(call);
    uint64_t *n_written = call_array(call);
    siginfo_t ended;
    int status;
    FILE *file = fopen("buffered", "w+"); /* in the scratch folder */
    call_go(call);
    const pid_t other = fork();
    if (other == 0)
        _exit(7);
    while (waitid(P_PID, (id_t)other, &ended, WEXITED | WNOWAIT) != 0 &&
           errno == EINTR)
        ;
    if (file != NULL)
        fputs("once\n", file);
    fork_and_wait(call_workers(call), do_nothing, NULL);
    pool_close(pool_open(call_workers(call)));
    if (waitpid(other, &status, WNOHANG) == other)
        *other_status = WEXITSTATUS(status);
    if (file != NULL) {
        fseek(file, 0, SEEK_END);
        *n_written = (uint64_t)ftell(file);
        fclose(file);
    }
}

static int32_t error_of(bool is_refused)
{
    return is_refused ? errno : 0;
}

static void run_refusals(struct call *call)
{
    int32_t *errors = call_array(call); /* 0: it was not refused */
    call_go(call);
    void *results = malloc(POOL_RESULT_BYTES_MAX + 1);
    struct pool *pool = pool_open(call_workers(call));
    errors[0] = error_of(fork_and_wait(-1, do_nothing, NULL) == -1);
    errors[1] = error_of(shared_new(0) == NULL);
    errors[2] = error_of(pool_open(-1) == NULL);
    if (pool != NULL)
        errors[3] = error_of(pool_map(pool, note_pid, NULL, 1, 0,
                                 POOL_RESULT_BYTES_MAX + 1, results) == -1);
    pool_close(pool);
    errors[4] = pool_close(NULL);
    shared_free(NULL, 8);
    free(results);
}

const struct call_entry call_entries[] = {
    {"fork", run_fork},
    {"shared", run_shared},
    {"give_back", run_give_back},
    {"todo", run_todo},
    {"map", run_map},
    {"steps", run_steps},
    {"noted_steps", run_noted_steps},
    {"crash", run_crash},
    {"pools", run_pools},
    {"neighbours", run_neighbours},
    {"refusals", run_refusals},
    {0},
};
