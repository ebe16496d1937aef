/* SPDX-License-Identifier: MIT */
#include "grader/judge/cases.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* The cases of threads/gaussian. The oracle works in long double, or, where
 * that is as good and ten times as fast, in double: its own rounding is far
 * below the tolerance of the contract. Behind out lie a few
 * elements that no candidate may write. */

enum {
    GUARDS = 8, /* as many as there are workers at most */
    CHAIN_CALLS = 16,
    CHAIN_N = 262144, /* a region costs a hundredth; the caches hold it */
};

static const double relative = 1e-12;
static const double absolute = 1e-307;

static double kernel(double x, double y, double gamma)
{
    /* Each of its four roundings makes the exponent e wrong by e times
     * 1.1e-16, and so the result: by 5e-14 at most. */
    const double near = x - y, rounded = -gamma * near * near;
    if (rounded > -100)
        return exp(rounded);
    const long double difference = (long double)x - y;
    /* Two finite numbers may differ by more than a double can hold. */
    if (fabsl(difference) > 1e200L)
        return 0;
    return (double)expl(-gamma * difference * difference);
}

/* What a call is expected to give, guards included. */
struct inputs {
    size_t n;
    const double *x, *y;
    double gamma;
};

/* A trial_oracle. */
static void expect_values(
    const void *context, size_t first, size_t n, double *expected)
{
    const struct inputs *in = context;
    const size_t end = first + n < in->n ? first + n : in->n;
    memset(expected, FRAME_PATTERN, n * sizeof *expected);
    for (size_t i = first; i < end; i++)
        expected[i - first] = kernel(in->x[i], in->y[i], in->gamma);
}

/* Judge one call whose inputs are in the frame; adds and checks the rest. */
static void judge(
    struct trial *trial, struct frame *frame, double gamma, int n_workers)
{
    struct inputs in = {.gamma = gamma};
    in.x = frame_data(frame, "x", FRAME_F64, &in.n);
    in.y = frame_data(frame, "y", FRAME_F64, NULL);
    frame_number(frame, "gamma", gamma);
    frame_output(frame, "out", FRAME_F64, in.n + GUARDS);
    if (!trial_call(trial, frame, n_workers))
        return;
    double guards[GUARDS];
    expect_values(&in, in.n, GUARDS, guards);
    const double *out = frame_data(frame, "out", FRAME_F64, NULL);
    if (trial_expect_as(trial, FAULT_BEYOND,
            memcmp(out + in.n, guards, sizeof guards) == 0,
            "nothing to be written behind the %zu elements of out", in.n))
        trial_expect_f64_by(
            trial, frame, "out", expect_values, &in, relative, absolute);
}

static void judge_random(
    struct trial *trial, size_t n, double gamma, int n_workers)
{
    struct frame *frame = trial_frame(trial, "gaussian");
    frame_count(frame, "n", n);
    random_fill(
        trial_random(trial), frame_input(frame, "x", FRAME_F64, n), n, -2, 2);
    random_fill(
        trial_random(trial), frame_input(frame, "y", FRAME_F64, n), n, -2, 2);
    judge(trial, frame, gamma, n_workers);
}

struct size_row {
    const char *name;
    size_t n;
    int n_workers;
};

static void run_size(struct trial *trial, const void *item)
{
    const struct size_row *row = item;
    judge_random(trial, row->n, 0.7, row->n_workers);
}

struct value_row {
    const char *name;
    size_t n;
    double gamma;
    double x[8];
    double y[8];
};

static const struct value_row values[] = {
    {"no element", 0, 1, {0}, {0}},
    {"one element", 1, 1, {1}, {0}},
    {"two elements", 2, 0.5, {1, 2}, {3, 2}},
    {"equal, opposite and negative numbers", 6, 0.25, {3, -3, -1, 0, -0.0, 5},
        {3, 3, -2, -0.0, 0, -1}},
    {"a narrow kernel", 5, 1e6, {0, 1e-3, 2e-3, 0.01, 0.02}, {0}},
    {"a wide kernel", 5, 1e-6, {0, 1, 1e3, 1e4, 2e4}, {0}},
    {"NaN in x, in y, in both", 4, 1, {NAN, 1, NAN, 2}, {1, NAN, NAN, 1}},
    {"infinities", 6, 1, {INFINITY, -INFINITY, 1, INFINITY, 0, INFINITY},
        {0, 1, INFINITY, -INFINITY, 0, INFINITY}},
    {"very large and very small numbers", 7, 1,
        {1e308, 1e308, -1e160, 1e-320, 1e-200, 0x1p53, 4},
        {-1e308, 1e308, 1e160, 0, -1e-200, 0x1p53, 30}},
};

static void run_values(struct trial *trial, const void *item)
{
    const struct value_row *row = item;
    struct frame *frame = trial_frame(trial, "gaussian");
    frame_count(frame, "n", row->n);
    double *x = frame_input(frame, "x", FRAME_F64, row->n);
    memcpy(x, row->x, row->n * sizeof *x);
    double *y = frame_input(frame, "y", FRAME_F64, row->n);
    memcpy(y, row->y, row->n * sizeof *y);
    judge(trial, frame, row->gamma, 2);
}

static const struct size_row workers[] = {
    {"one worker", 1000, 1},
    {"one worker, one element", 1, 1},
    {"two workers, odd n", 1001, 2},
    {"two workers, many elements", 100003, 2},
    {"three workers", 1000, 3},
    {"three workers, many elements", 100000, 3},
    {"four workers", 1002, 4},
    {"four workers, many elements", 100003, 4},
    {"five workers", 1004, 5},
    {"seven workers", 1000, 7},
    {"seven workers, many elements", 100003, 7},
    {"fewer elements than workers", 3, 4},
    {"seven workers, one element", 1, 7},
    {"seven workers, no element", 0, 7},
};

static const struct size_row large[] = {
    {"two workers", 2000001, 2},
    {"four workers", 2000003, 4},
};

struct random_row {
    const char *name;
};

static const struct random_row randoms[] = {
    {"draw 1"},
    {"draw 2"},
    {"draw 3"},
    {"draw 4"},
    {"draw 5"},
    {"draw 6"},
    {"draw 7"},
    {"draw 8"},
};

static void run_random(struct trial *trial, const void *item)
{
    (void)item;
    struct random *random = trial_random(trial);
    const size_t n = 2 + random_below(random, 20000);
    const double gamma = random_between(random, 0.01, 3);
    const int n_workers = 1 + (int)random_below(random, GUARDS);
    judge_random(trial, n, gamma, n_workers);
}

/* What is timed: rounds of CHAIN_CALLS calls, each with a gamma of its own.
 *
 * No call can be left out unseen. With gamma in [0.5, 1) and y in
 * [-0.34, -0.12) an x in [0.18, 0.96] is mapped into [0.18, 0.96] again, and
 * x - y stays in [0.30, 1.30]. There the slope of the map,
 * 2 gamma (x - y) exp(-gamma (x - y)^2), is never below 0.28: of an error in
 * the first call at least 0.28^15 = 5e-9 is left after the last. A call that
 * is left out, or answered with another call's result, is wrong by about 0.1
 * in most elements, which leaves 5e-10, far above the tolerance. Nor does an
 * error grow: the slope is never above sqrt(2 gamma / e) < 0.86. */
static struct frame *speedup_input(struct random *random, size_t repeats,
    unsigned part, unsigned n_parts, double *work)
{
    size_t first, n;
    case_slice(CHAIN_N, part, n_parts, &first, &n);
    double *all = mem_new(CHAIN_N, sizeof *all);
    struct frame *frame = frame_new("chain");
    frame_count(frame, "n", n);
    frame_count(frame, "n_calls", CHAIN_CALLS);
    random_fill(random, all, CHAIN_N, 0.2, 0.9);
    memcpy(frame_input(frame, "x", FRAME_F64, n), all + first, n * sizeof *all);
    random_fill(random, all, CHAIN_N, -0.34, -0.12);
    memcpy(frame_input(frame, "y", FRAME_F64, n), all + first, n * sizeof *all);
    free(all);
    const size_t n_calls = repeats * CHAIN_CALLS;
    random_fill(random, frame_input(frame, "gammas", FRAME_F64, n_calls),
        n_calls, 0.5, 1);
    frame_output(frame, "scratch", FRAME_F64, 2 * n);
    frame_output(frame, "out", FRAME_F64, repeats * n);
    frame_set_repeats(frame, repeats);
    *work = (double)n * (double)n_calls;
    return frame;
}

static const struct timing timings[] = {
    {"speedup", speedup_input, 1e-12, 0},
    {0},
};

static const struct case_group groups[] = {
    CASE_GROUP("values", values, run_values),
    CASE_GROUP("workers", workers, run_size),
    CASE_GROUP("large", large, run_size),
    CASE_GROUP("random", randoms, run_random),
    {0},
};

EXERCISE_CASES("threads/gaussian", groups, timings);
