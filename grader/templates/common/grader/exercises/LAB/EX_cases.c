/* SPDX-License-Identifier: MIT */
#include "grader/judge/cases.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* The cases of @LAB@/@EX@.
 * The oracle goes one step at a time, as the definition does, and so shares
 * no trick with the baseline. Behind steps lie a few elements that no
 * candidate may write. */

enum {
    GUARDS = 8,
    TIMED_N = 524288, /* 60 ms for one worker: a fork is 1 % of a share */
};

static uint64_t count_steps(uint64_t x)
{
    uint64_t steps = 0;
    for (; x != 1; steps++)
        x = x % 2 == 0 ? x / 2 : 3 * x + 1;
    return steps;
}

/* Judge one call whose input is in the frame; adds and checks the rest. */
static void judge(struct trial *trial, struct frame *frame, int n_workers)
{
    size_t n;
    const uint64_t *start = frame_data(frame, "start", FRAME_U64, &n);
    frame_output(frame, "steps", FRAME_U64, n + GUARDS);
    if (!trial_call(trial, frame, n_workers))
        return;
    uint64_t *expected = mem_new(n + GUARDS, sizeof *expected);
    for (size_t i = 0; i < n; i++)
        expected[i] = count_steps(start[i]);
    memset(expected + n, FRAME_PATTERN, GUARDS * sizeof *expected);
    trial_expect_exact(trial, frame, "steps", expected);
    free(expected);
}

static struct frame *new_frame(struct trial *trial, size_t n, uint64_t **start)
{
    struct frame *frame = trial_frame(trial, "@EX@");
    frame_count(frame, "n", n);
    *start = frame_input(frame, "start", FRAME_U64, n);
    return frame;
}

static void draw(struct random *random, uint64_t start[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        start[i] = 1 + random_below(random, UINT32_MAX);
}

struct value_row {
    const char *name;
    size_t n;
    uint64_t start[6];
};

static const struct value_row values[] = {
    {"no number", 0, {0}},
    {"one number", 1, {1}},
    {"powers of two", 6, {1, 2, 4, 1024, 1ul << 31, 8}},
    {"short and long ways down", 6, {27, 3, 97, 871, 6171, 77031}},
    {"equal numbers", 4, {7, 7, 7, 7}},
    {"large numbers", 3, {UINT32_MAX, UINT32_MAX - 1, 3743559068}},
};

static void run_value(struct trial *trial, const void *item)
{
    const struct value_row *row = item;
    uint64_t *start;
    struct frame *frame = new_frame(trial, row->n, &start);
    memcpy(start, row->start, row->n * sizeof *start);
    judge(trial, frame, 2);
}

struct worker_row {
    const char *name;
    size_t n;
    int n_workers;
};

static const struct worker_row workers[] = {
    {"one worker", 1000, 1},
    {"two workers, odd n", 1001, 2},
    {"three workers", 1000, 3},
    {"four workers", 1002, 4},
    {"five workers", 1003, 5},
    {"eight workers", 20001, 8},
    {"fewer numbers than workers", 3, 5},
    {"no number for four workers", 0, 4},
};

static void run_workers(struct trial *trial, const void *item)
{
    const struct worker_row *row = item;
    uint64_t *start;
    struct frame *frame = new_frame(trial, row->n, &start);
    draw(trial_random(trial), start, row->n);
    judge(trial, frame, row->n_workers);
}

struct random_row {
    const char *name;
};

static const struct random_row randoms[] = {
    {"draw 1"},
    {"draw 2"},
    {"draw 3"},
    {"draw 4"},
};

static void run_random(struct trial *trial, const void *item)
{
    (void)item;
    struct random *random = trial_random(trial);
    const size_t n = 2 + random_below(random, 5000);
    uint64_t *start;
    struct frame *frame = new_frame(trial, n, &start);
    draw(random, start, n);
    judge(trial, frame, 1 + (int)random_below(random, 8));
}

/* What is timed: repeats calls, each with numbers of its own, so that no
 * call can be answered with what another one found. A unit of work is a
 * number: with this many, all parts cost the same to within a few parts in a
 * thousand. */
static struct frame *speedup_input(struct random *random, size_t repeats,
    unsigned part, unsigned n_parts, double *work)
{
    size_t first, n;
    case_slice(TIMED_N, part, n_parts, &first, &n);
    struct frame *frame = frame_new("repeated");
    frame_count(frame, "n", n);
    uint64_t *start = frame_input(frame, "start", FRAME_U64, repeats * n);
    uint64_t *all = mem_new(TIMED_N, sizeof *all);
    for (size_t r = 0; r < repeats; r++) {
        draw(random, all, TIMED_N);
        memcpy(start + r * n, all + first, n * sizeof *all);
    }
    free(all);
    frame_output(frame, "steps", FRAME_U64, repeats * n);
    frame_set_repeats(frame, repeats);
    *work = (double)n * (double)repeats;
    return frame;
}

static const struct timing timings[] = {
    {"speedup", speedup_input, 0, 0},
    {0},
};

static const struct case_group groups[] = {
    CASE_GROUP("values", values, run_value),
    CASE_GROUP("workers", workers, run_workers),
    CASE_GROUP("random", randoms, run_random),
    {0},
};

EXERCISE_CASES("@LAB@/@EX@", groups, timings);
