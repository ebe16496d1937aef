/* SPDX-License-Identifier: MIT */
#include "grader/exercises/pools/pool_cases.h"

#include <signal.h>
#include <stdlib.h>

#include "grader/base/mem.h"

/* The cases of pools/pool, steps 1 to 3. What a case expects holds for every
 * right implementation, also for one whose workers take turns: whether they
 * really were at work together is seen from outside, as are zombies and
 * descriptors that a call leaves behind. */

static void run_row(struct trial *trial, const void *item)
{
    const struct pool_row *row = item;
    row->run(trial, row);
}

bool pool_expect_all(struct trial *trial, const struct frame *frame,
    const char *name, int32_t value)
{
    size_t n;
    frame_data(frame, name, FRAME_I32, &n);
    int32_t *expected = mem_new(n + 1, sizeof *expected);
    for (size_t i = 0; i < n; i++)
        expected[i] = value;
    const bool holds = trial_expect_exact(trial, frame, name, expected);
    free(expected);
    return holds;
}

static void run_fork(struct trial *trial, const struct pool_row *row)
{
    const size_t n = (size_t)row->n_workers;
    struct frame *frame = trial_frame(trial, "fork");
    int32_t *ends = frame_input(frame, "ends", FRAME_I32, n);
    int32_t expected[2] = {0, 0}; /* failed workers, private value */
    for (size_t w = 0; w < n; w++) {
        ends[w] = row->ends[w];
        expected[0] += ends[w] != 0 && ends[w] != POOL_WELL_EARLY;
    }
    frame_update(frame, "runs", FRAME_I32, n);
    frame_update(frame, "pids", FRAME_I64, n);
    frame_output(frame, "returned", FRAME_I32, 2);
    frame_output(frame, "caller", FRAME_I64, 1);
    if (!trial_call(trial, frame, row->n_workers) ||
        !pool_expect_all(trial, frame, "runs", 1))
        return;
    const int64_t *pids = frame_data(frame, "pids", FRAME_I64, NULL);
    const int64_t *caller = frame_data(frame, "caller", FRAME_I64, NULL);
    for (size_t w = 0; w < n; w++) {
        bool is_own = pids[w] != *caller;
        for (size_t v = 0; v < w; v++)
            is_own = is_own && pids[w] != pids[v];
        if (!trial_expect(
                trial, is_own, "worker %zu to be a process of its own", w))
            return;
    }
    const int32_t *got = frame_data(frame, "returned", FRAME_I32, NULL);
    if (trial_expect(trial, got[1] == expected[1],
            "what a worker writes to private memory to stay its own"))
        trial_expect(trial, got[0] == expected[0],
            "%d failed workers to be returned, not %d", expected[0], got[0]);
}

static const struct pool_row forks[] = {
    {"one worker", run_fork, .n_workers = 1},
    {"two workers", run_fork, .n_workers = 2},
    {"three workers", run_fork, .n_workers = 3},
    {"four workers", run_fork, .n_workers = 4},
    {"five workers", run_fork, .n_workers = 5},
    {"seven workers", run_fork, .n_workers = 7},
    {"no worker", run_fork, .n_workers = 0},
    {"one ends with status 3", run_fork, .n_workers = 4, .ends = {0, 0, 3, 0}},
    {"one is killed", run_fork, .n_workers = 3, .ends = {-SIGKILL, 0, 0}},
    {"one crashes, one gives up", run_fork, .n_workers = 4,
        .ends = {0, -SIGSEGV, 0, 1}},
    {"all fail", run_fork, .n_workers = 3, .ends = {1, -SIGTERM, 255}},
    {"one ends early and well", run_fork, .n_workers = 3,
        .ends = {0, POOL_WELL_EARLY, 0}},
};

static bool is_zero(const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (bytes[i] != 0)
            return false;
    return n > 0;
}

static void run_shared(struct trial *trial, const struct pool_row *row)
{
    struct frame *frame = trial_frame(trial, "shared");
    frame_count(frame, "n", row->n);
    frame_output(frame, "content", FRAME_U8, row->n);
    frame_update(frame, "nonzero", FRAME_U64, 2);
    frame_update(frame, "status", FRAME_I32, 2);
    if (!trial_call(trial, frame, row->n_workers))
        return;
    const int32_t *status = frame_data(frame, "status", FRAME_I32, NULL);
    const uint64_t *nonzero = frame_data(frame, "nonzero", FRAME_U64, NULL);
    if (!trial_expect(trial, status[0] >= 1, "shared_new() to succeed") ||
        !trial_expect(trial, status[0] == 1,
            "shared memory to be aligned to a memory page") ||
        !trial_expect(trial, status[1] == 0, "all workers to end well") ||
        !trial_expect(trial, nonzero[0] == 0, "new memory to be zeroed") ||
        !trial_expect(trial, nonzero[1] == 0,
            "another piece of shared memory to be left alone"))
        return;
    const uint8_t *content = frame_data(frame, "content", FRAME_U8, NULL);
    if (!trial_expect_as(trial, FAULT_PRIVATE, !is_zero(content, row->n),
            "what workers write in shared memory to be there afterwards; all "
            "of it is still 0"))
        return;
    uint8_t *expected = mem_new(row->n, 1);
    for (size_t i = 0; i < row->n; i++)
        expected[i] = (uint8_t)(i % 251 + 1);
    trial_expect_exact(trial, frame, "content", expected);
    free(expected);
}

static void run_give_back(struct trial *trial, const struct pool_row *row)
{
    struct frame *frame = trial_frame(trial, "give_back");
    frame_count(frame, "size", row->bytes);
    frame_count(frame, "rounds", row->n);
    frame_output(frame, "given", FRAME_U64, 1);
    if (trial_call(trial, frame, row->n_workers))
        trial_expect_exact(trial, frame, "given", &(uint64_t){row->n});
}

static const struct pool_row shares[] = {
    {"one byte", run_shared, .n_workers = 2, .n = 1},
    {"a page, one worker", run_shared, .n_workers = 1, .n = 4096},
    {"a page and a byte, three workers", run_shared, .n_workers = 3, .n = 4097},
    {"100,000 bytes, four workers", run_shared, .n_workers = 4, .n = 100000},
    {"4 MiB, two workers", run_shared, .n_workers = 2, .n = (size_t)4 << 20},
    {"given back 2,500 times", run_give_back, .n_workers = 1, .n = 2500,
        .bytes = 2 << 20},
};

static void run_todo(struct trial *trial, const struct pool_row *row)
{
    struct frame *frame = trial_frame(trial, "todo");
    frame_count(frame, "n_items", row->n);
    frame_count(frame, "chunk", row->chunk);
    frame_update(frame, "taken", FRAME_I32, row->n);
    frame_update(frame, "n_wrong", FRAME_I32, 1);
    frame_update(frame, "returned", FRAME_I32, 2);
    frame_output(frame, "after", FRAME_U64, 2);
    if (!trial_call(trial, frame, row->n_workers))
        return;
    const int32_t *returned = frame_data(frame, "returned", FRAME_I32, NULL);
    if (!trial_expect(trial, returned[1] == 1, "shared_new() to succeed") ||
        !trial_expect(trial, returned[0] == 0, "all workers to end well") ||
        !pool_expect_all(trial, frame, "n_wrong", 0) ||
        !pool_expect_all(trial, frame, "taken", 1))
        return;
    trial_expect_exact(trial, frame, "after", (uint64_t[2]){0, 12345});
}

static const struct pool_row todos[] = {
    {"an empty list", run_todo, .n_workers = 2, .n = 0, .chunk = 1},
    {"one item, one worker", run_todo, .n_workers = 1, .n = 1, .chunk = 1},
    {"one item, two workers", run_todo, .n_workers = 2, .n = 1, .chunk = 1},
    {"chunks that do not divide", run_todo, .n_workers = 2, .n = 10,
        .chunk = 3},
    {"fewer items than workers", run_todo, .n_workers = 7, .n = 5, .chunk = 1},
    {"many visits, two workers", run_todo, .n_workers = 2, .n = 300000,
        .chunk = 1},
    {"many visits, four workers", run_todo, .n_workers = 4, .n = 300001,
        .chunk = 1},
    {"many visits in sevens", run_todo, .n_workers = 3, .n = 1000003,
        .chunk = 7},
    {"a chunk for all", run_todo, .n_workers = 4, .n = 1000, .chunk = 1000},
    {"a chunk beyond all bounds", run_todo, .n_workers = 5, .n = 1000,
        .chunk = SIZE_MAX},
};

static const struct pool_row maps[] = {
    {"one task, one worker", pool_run_map, .n_workers = 1, .n = 1, .chunk = 0,
        .bytes = 8},
    {"1,000 tasks, one worker", pool_run_map, .n_workers = 1, .n = 1000,
        .chunk = 1, .bytes = 8},
    {"1,000 tasks, two workers", pool_run_map, .n_workers = 2, .n = 1000,
        .chunk = 0, .bytes = 8},
    {"1,001 tasks, three workers", pool_run_map, .n_workers = 3, .n = 1001,
        .chunk = 0, .bytes = 8},
    {"1,003 tasks, four workers, in tens", pool_run_map, .n_workers = 4,
        .n = 1003, .chunk = 10, .bytes = 8},
    {"1,004 tasks, five workers, one by one", pool_run_map, .n_workers = 5,
        .n = 1004, .chunk = 1, .bytes = 8},
    {"1,000 tasks, seven workers", pool_run_map, .n_workers = 7, .n = 1000,
        .chunk = 3, .bytes = 8},
    {"late tasks finish first", pool_run_map, .n_workers = 4, .n = 24,
        .chunk = 1, .bytes = 8, .sleep_us = 500},
    {"results of one byte", pool_run_map, .n_workers = 2, .n = 5000, .chunk = 0,
        .bytes = 1},
    {"results of 4,999 bytes", pool_run_map, .n_workers = 2, .n = 300,
        .chunk = 0, .bytes = 4999},
    {"work enough for two", pool_run_steps, .n_workers = 2},
    {"work enough for four", pool_run_steps, .n_workers = 4},
    {"twenty maps of one pool", pool_run_shapes, .n_workers = 2,
        .n = POOL_MAPS_MAX},
    {"twenty maps, three workers", pool_run_shapes, .n_workers = 3,
        .n = POOL_MAPS_MAX},
};

static const struct pool_row edges[] = {
    {"no task", pool_run_map, .n_workers = 2, .n = 0, .chunk = 0, .bytes = 8},
    {"no task, one by one", pool_run_map, .n_workers = 3, .n = 0, .chunk = 1,
        .bytes = 8},
    {"more workers than tasks", pool_run_map, .n_workers = 7, .n = 2,
        .chunk = 0, .bytes = 8},
    {"one task, four workers", pool_run_map, .n_workers = 4, .n = 1, .chunk = 1,
        .bytes = 8},
    {"a chunk beyond all bounds", pool_run_map, .n_workers = 3, .n = 100,
        .chunk = SIZE_MAX, .bytes = 8},
    {"tasks without results", pool_run_map, .n_workers = 2, .n = 1000,
        .chunk = 0, .bytes = 0},
    {"0 workers: in the caller", pool_run_map, .n_workers = 0, .n = 100,
        .chunk = 0, .bytes = 8},
    {"0 workers, no task", pool_run_map, .n_workers = 0, .n = 0, .chunk = 0,
        .bytes = 8},
    {"0 workers, many maps", pool_run_shapes, .n_workers = 0,
        .n = POOL_MAPS_MAX},
    {"results of 9 MB together", pool_run_map, .n_workers = 2, .n = 1000,
        .chunk = 0, .bytes = 9000},
    {"a task is killed", pool_run_crash, .n_workers = 2, .n = 100,
        .ends = {40, -SIGKILL}},
    {"the only task is killed", pool_run_crash, .n_workers = 3, .n = 1,
        .ends = {0, -SIGKILL}},
    {"a task calls exit", pool_run_crash, .n_workers = 1, .n = 10,
        .ends = {9, POOL_WELL_EARLY}},
    {"two pools at once", pool_run_pools, .n_workers = 2, .n = 1},
    {"forty pools, one after the other", pool_run_pools, .n_workers = 2,
        .n = 20},
    {"another child of the caller", pool_run_neighbours, .n_workers = 3},
    {"what the contract refuses", pool_run_refusals, .n_workers = 2},
};

static const struct timing timings[] = {
    {"speedup", pool_speedup_input, 0, 0},
    {0},
};

static const struct case_group groups[] = {
    CASE_GROUP("fork", forks, run_row),
    CASE_GROUP("shared", shares, run_row),
    CASE_GROUP("todo", todos, run_row),
    CASE_GROUP("map", maps, run_row),
    CASE_GROUP("edges", edges, run_row),
    {0},
};

EXERCISE_CASES_AND_TIMELINE("pools/pool", groups, timings, pool_timeline_input);
