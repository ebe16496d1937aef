/* SPDX-License-Identifier: MIT */
#include "grader/exercises/pools/pool_cases.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* The cases of pools/pool, steps 4 and 5, and what is measured. Tasks may
 * run in the pool's processes or, where workers take turns, all of them in
 * the caller; never in both. */

enum {
    GUARD_BYTES = 8, /* behind the results of every map */
    PIDS_MAX = 16,
    STEPS_TASKS = 3072, /* in a round: some 40 ms of work for one core */
    NUMBERS_FROM = 1000000, /* whose Collatz steps the tasks count */
    NUMBERS_END = NUMBERS_FROM + 250000 + 142 * STEPS_TASKS,
};

/* Expect the status of a pool: opened, closed and every map well. */
static bool expect_status(struct trial *trial, const struct frame *frame)
{
    size_t n;
    const int32_t *status = frame_data(frame, "status", FRAME_I32, &n);
    if (!trial_expect(trial, status[0] == 1, "pool_open() to succeed"))
        return false;
    for (size_t m = 0; m + 2 < n; m++)
        if (!trial_expect(trial, status[2 + m] == 0,
                "pool_map() number %zu to return 0, not %d", m + 1,
                status[2 + m]))
            return false;
    return trial_expect(
        trial, status[1] == 0, "pool_close() to return 0, not %d", status[1]);
}

struct shape {
    size_t n, chunk, bytes;
};

/* Tasks ran in few processes: the pool's, or all in the caller. */
static bool expect_pids(
    struct trial *trial, const struct frame *frame, int n_workers)
{
    int64_t seen[16] = {0};
    int n_seen = 0;
    bool was_caller = false;
    size_t n;
    const int64_t *pids = frame_data(frame, "pids", FRAME_I64, &n);
    const int64_t *caller = frame_data(frame, "caller", FRAME_I64, NULL);
    for (size_t i = 0; i < n; i++) {
        int k = 0;
        while (k < n_seen && seen[k] != pids[i])
            k++;
        if (k == n_seen && n_seen < 16)
            seen[n_seen++] = pids[i];
        was_caller = was_caller || pids[i] == *caller;
    }
    if (was_caller || (n_workers == 0 && n > 0))
        return trial_expect(trial, was_caller && n_seen == 1, "tasks to run %s",
            n_workers > 0 ? "in the workers only" : "in the caller");
    return trial_expect_as(trial, FAULT_STARTED, n_seen <= n_workers,
        "the same %d workers to run all tasks, not %d", n_workers, n_seen);
}

static void expect_results(struct trial *trial, const struct frame *frame,
    size_t n_maps, const struct shape shapes[])
{
    size_t n;
    frame_data(frame, "results", FRAME_U8, &n);
    uint8_t *expected = mem_new(n, 1), *next = expected;
    for (size_t m = 0; m < n_maps; m++) {
        for (size_t i = 0; i < shapes[m].n; i++)
            for (size_t k = 0; k < shapes[m].bytes; k++)
                *next++ = (uint8_t)(m + 31 * i + 7 * k + i / 256);
        memset(next, FRAME_PATTERN, GUARD_BYTES);
        next += GUARD_BYTES;
    }
    trial_expect_exact(trial, frame, "results", expected);
    free(expected);
}

static void judge_maps(struct trial *trial, int n_workers, size_t sleep_us,
    size_t n_maps, const struct shape shapes[])
{
    struct frame *frame = trial_frame(trial, "map");
    frame_count(frame, "n_maps", n_maps);
    frame_count(frame, "sleep_us", sleep_us);
    uint64_t *n = frame_input(frame, "n_tasks", FRAME_U64, n_maps);
    uint64_t *chunk = frame_input(frame, "chunk", FRAME_U64, n_maps);
    uint64_t *bytes = frame_input(frame, "result_bytes", FRAME_U64, n_maps);
    size_t n_tasks = 0, n_bytes = 0;
    for (size_t m = 0; m < n_maps; m++) {
        n[m] = shapes[m].n;
        chunk[m] = shapes[m].chunk;
        bytes[m] = shapes[m].bytes;
        n_tasks += shapes[m].n;
        n_bytes += shapes[m].n * shapes[m].bytes + GUARD_BYTES;
    }
    frame_update(frame, "runs", FRAME_I32, n_tasks);
    frame_update(frame, "pids", FRAME_I64, n_tasks);
    frame_output(frame, "results", FRAME_U8, n_bytes);
    frame_output(frame, "status", FRAME_I32, 2 + n_maps);
    frame_output(frame, "caller", FRAME_I64, 1);
    if (trial_call(trial, frame, n_workers) && expect_status(trial, frame) &&
        pool_expect_all(trial, frame, "runs", 1) &&
        expect_pids(trial, frame, n_workers))
        expect_results(trial, frame, n_maps, shapes);
}

void pool_run_map(struct trial *trial, const struct pool_row *row)
{
    const struct shape shape = {row->n, row->chunk, row->bytes};
    judge_maps(trial, row->n_workers, row->sleep_us, 1, &shape);
}

void pool_run_shapes(struct trial *trial, const struct pool_row *row)
{
    struct random *random = trial_random(trial);
    struct shape shapes[POOL_MAPS_MAX];
    for (size_t m = 0; m < row->n; m++)
        shapes[m] = (struct shape){
            .n = random_below(random, 2000),
            .chunk = random_below(random, 20),
            .bytes = random_below(random, 60),
        };
    judge_maps(trial, row->n_workers, 0, row->n, shapes);
}

/* Steps of all numbers from NUMBERS_FROM on, summed up: item k is the sum over
 * the first k of them. A number's sequence is followed only until it falls
 * below the number, whose count is known by then. */
static const uint32_t *steps_table(void)
{
    static uint32_t *before;
    if (before != NULL)
        return before;
    uint16_t *steps = mem_new(NUMBERS_END, sizeof *steps);
    before = mem_new(NUMBERS_END - NUMBERS_FROM + 1, sizeof *before);
    for (uint64_t number = 2; number < NUMBERS_END; number++) {
        uint64_t x = number;
        uint16_t n = 0;
        for (; x >= number; n++)
            x = x % 2 == 0 ? x / 2 : 3 * x + 1;
        steps[number] = steps[x] + n;
    }
    for (size_t k = 0; k < NUMBERS_END - NUMBERS_FROM; k++)
        before[k + 1] = before[k] + steps[NUMBERS_FROM + k];
    free(steps);
    return before;
}

static uint64_t steps_between(uint64_t from, uint64_t to)
{
    const uint32_t *before = steps_table();
    return before[to - NUMBERS_FROM] - before[from - NUMBERS_FROM];
}

/* Draw the tasks of a round, from and to for each: 16 to 142 numbers, the
 * later the more, so that equal blocks of tasks are unequal work. A round is
 * long beside the forks that open a pool. */
static void draw_tasks(struct random *random, uint64_t ranges[2 * STEPS_TASKS])
{
    uint64_t next = NUMBERS_FROM + random_below(random, 250000);
    for (size_t i = 0; i < STEPS_TASKS; i++) {
        ranges[2 * i] = next;
        next += 16 + 96 * i / STEPS_TASKS + random_below(random, 32);
        ranges[2 * i + 1] = next;
    }
}

/* Rounds of maps, each over tasks of its own; the work is counted in steps. A
 * part gets every n_parts-th task: the costs of neighbours are alike, so the
 * parts take equally long. */
struct frame *pool_speedup_input(struct random *random, size_t repeats,
    unsigned part, unsigned n_parts, double *work)
{
    const size_t n = (STEPS_TASKS - part + n_parts - 1) / n_parts;
    uint64_t all[2 * STEPS_TASKS], n_steps = 0;
    struct frame *frame = frame_new("steps");
    frame_count(frame, "n", n);
    uint64_t *range = frame_input(frame, "ranges", FRAME_U64, repeats * 2 * n);
    for (size_t r = 0; r < repeats; r++) {
        draw_tasks(random, all);
        for (size_t i = part; i < STEPS_TASKS; i += n_parts, range += 2) {
            memcpy(range, all + 2 * i, 2 * sizeof *range);
            n_steps += steps_between(range[0], range[1]);
        }
    }
    frame_output(frame, "n_steps", FRAME_U64, repeats * n);
    frame_output(frame, "status", FRAME_I32, 2 + repeats);
    frame_set_repeats(frame, repeats);
    *work = (double)n_steps;
    return frame;
}

/* The same work in tasks that are long enough to be seen. */
struct frame *pool_timeline_input(struct random *random)
{
    enum { JOINED = 32, TASKS = STEPS_TASKS / JOINED };
    uint64_t all[2 * STEPS_TASKS];
    struct frame *frame = frame_new("noted_steps");
    frame_count(frame, "n", TASKS);
    uint64_t *ranges = frame_input(frame, "ranges", FRAME_U64, 2 * TASKS);
    draw_tasks(random, all);
    for (size_t i = 0; i < TASKS; i++) {
        ranges[2 * i] = all[2 * i * JOINED];
        ranges[2 * i + 1] = all[2 * (i + 1) * JOINED - 1];
    }
    frame_output(frame, "n_steps", FRAME_U64, TASKS);
    frame_output(frame, "spans", FRAME_U64, 3 * TASKS);
    return frame;
}

void pool_run_steps(struct trial *trial, const struct pool_row *row)
{
    uint64_t expected[STEPS_TASKS];
    struct frame *frame = trial_frame(trial, "steps");
    frame_count(frame, "n", STEPS_TASKS);
    uint64_t *ranges = frame_input(frame, "ranges", FRAME_U64, 2 * STEPS_TASKS);
    draw_tasks(trial_random(trial), ranges);
    for (size_t i = 0; i < STEPS_TASKS; i++)
        expected[i] = steps_between(ranges[2 * i], ranges[2 * i + 1]);
    frame_output(frame, "n_steps", FRAME_U64, STEPS_TASKS);
    frame_output(frame, "status", FRAME_I32, 3);
    if (trial_call(trial, frame, row->n_workers) && expect_status(trial, frame))
        trial_expect_exact(trial, frame, "n_steps", expected);
}

void pool_run_crash(struct trial *trial, const struct pool_row *row)
{
    struct frame *frame = trial_frame(trial, "crash");
    frame_count(frame, "n", row->n);
    memcpy(frame_input(frame, "crash", FRAME_I32, 2), row->ends,
        2 * sizeof *row->ends);
    frame_update(frame, "in_caller", FRAME_I32, 1);
    frame_update(frame, "returned", FRAME_I32, 3);
    if (!trial_call(trial, frame, row->n_workers))
        return;
    const int32_t *in_caller = frame_data(frame, "in_caller", FRAME_I32, NULL);
    const int32_t *got = frame_data(frame, "returned", FRAME_I32, NULL);
    if (*in_caller != 1 &&
        trial_expect(trial, got[0] == -1,
            "pool_map() to return -1 when a task ends its worker") &&
        trial_expect(trial, got[1] == -1,
            "every later map of a pool that has lost a worker to return -1"))
        trial_expect(trial, got[2] == -1,
            "pool_close() of a pool that has lost a worker to return -1");
}

void pool_run_pools(struct trial *trial, const struct pool_row *row)
{
    struct frame *frame = trial_frame(trial, "pools");
    frame_count(frame, "rounds", row->n);
    frame_update(frame, "pids", FRAME_I64, 2 * row->n);
    frame_output(frame, "status", FRAME_I32, 6 * row->n);
    if (!trial_call(trial, frame, row->n_workers))
        return;
    int32_t *expected = mem_new(row->n, 6 * sizeof *expected);
    for (size_t r = 0; r < row->n; r++)
        expected[6 * r] = expected[6 * r + 1] = 1; /* opened */
    trial_expect_exact(trial, frame, "status", expected);
    free(expected);
}

void pool_run_neighbours(struct trial *trial, const struct pool_row *row)
{
    struct frame *frame = trial_frame(trial, "neighbours");
    frame_output(frame, "other_status", FRAME_I32, 1);
    frame_output(frame, "n_written", FRAME_U64, 1);
    if (!trial_call(trial, frame, row->n_workers))
        return;
    const int32_t *status = frame_data(frame, "other_status", FRAME_I32, NULL);
    const uint64_t *n_written = frame_data(frame, "n_written", FRAME_U64, NULL);
    if (trial_expect(trial, *status == 7,
            "another child of the caller to be left for the caller to wait "
            "for"))
        trial_expect(trial, *n_written == 5,
            "the caller's buffered output to be written once: 5 bytes, not "
            "%llu",
            (unsigned long long)*n_written);
}

void pool_run_refusals(struct trial *trial, const struct pool_row *row)
{
    static const char *const what[] = {"fork_and_wait(-1, ...)",
        "shared_new(0)", "pool_open(-1)", "a result that is too large"};
    static const int32_t expected[] = {EINVAL, EINVAL, EINVAL, EMSGSIZE};
    struct frame *frame = trial_frame(trial, "refusals");
    frame_output(frame, "errors", FRAME_I32, 5);
    if (!trial_call(trial, frame, row->n_workers))
        return;
    const int32_t *errors = frame_data(frame, "errors", FRAME_I32, NULL);
    for (size_t i = 0; i < sizeof what / sizeof *what; i++)
        if (!trial_expect(trial, errors[i] == expected[i],
                "%s to be refused with %s", what[i],
                expected[i] == EINVAL ? "EINVAL" : "EMSGSIZE"))
            return;
    trial_expect(trial, errors[4] == 0, "pool_close(NULL) to return 0");
}
