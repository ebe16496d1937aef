/* SPDX-License-Identifier: MIT */
#include "grader/exercises/shared/distribute_cases.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* The cases of shared/distribute. Slices are judged by what the contract
 * promises of them, not against one way to cut. Numbers must be right to the
 * last bit: a difference, an absolute value and a root are rounded in one
 * way only, whatever instructions the compiler chooses. Behind x lie a few
 * elements that no candidate may write. */

enum {
    GUARDS = 8, /* more than there are workers in any case with an array */
    ROUNDS = 2048, /* in a unit of what is timed: forks are a hundredth */
    ROUNDS_N = 32768, /* 256 KiB: all slices stay in the caches of a core */
};

struct slice_row {
    const char *name;
    size_t n;
    int n_workers;
};

/* Expect the slices to cover 0 ... n - 1 in the order of the workers. */
static bool expect_cover(
    struct trial *trial, size_t n, int n_workers, const struct frame *frame)
{
    const uint64_t *first = frame_data(frame, "first", FRAME_U64, NULL);
    const uint64_t *last = frame_data(frame, "last", FRAME_U64, NULL);
    const int32_t *returned = frame_data(frame, "returned", FRAME_I32, NULL);
    size_t next = 0;
    for (int w = 0; w < n_workers; w++) {
        if (!trial_expect(trial, returned[w] == 0,
                "distribute() to return 0 for worker %d, not %d", w,
                returned[w]) ||
            !trial_expect_as(trial,
                first[w] < next ? FAULT_OVERLAP : FAULT_OTHER, first[w] == next,
                "worker %d to start at item %zu%s, not at %zu", w, next,
                w > 0 ? ", where the one before it ends" : "",
                (size_t)first[w]) ||
            !trial_expect(trial, last[w] >= first[w],
                "worker %d to end at item %zu or later, not at %zu", w,
                (size_t)first[w], (size_t)last[w]))
            return false;
        next = last[w];
    }
    return trial_expect(trial, next == n,
        "the last worker to end before item %zu, not before %zu", n, next);
}

static void run_slices(struct trial *trial, const void *item)
{
    const struct slice_row *row = item;
    const size_t n_workers = (size_t)row->n_workers;
    struct frame *frame = trial_frame(trial, "slices");
    frame_count(frame, "n", row->n);
    frame_output(frame, "returned", FRAME_I32, n_workers);
    frame_output(frame, "first", FRAME_U64, n_workers);
    frame_output(frame, "last", FRAME_U64, n_workers);
    if (!trial_call(trial, frame, row->n_workers) ||
        !expect_cover(trial, row->n, row->n_workers, frame))
        return;
    const uint64_t *first = frame_data(frame, "first", FRAME_U64, NULL);
    const uint64_t *last = frame_data(frame, "last", FRAME_U64, NULL);
    size_t small = 0, large = 0;
    for (size_t w = 1; w < n_workers; w++) {
        if (last[w] - first[w] < last[small] - first[small])
            small = w;
        if (last[w] - first[w] > last[large] - first[large])
            large = w;
    }
    const size_t least = last[small] - first[small];
    const size_t most = last[large] - first[large];
    trial_expect_as(trial, FAULT_UNEVEN, most - least <= 1,
        "sizes that differ by 1 at most; worker %zu has a slice of %zu, "
        "worker %zu one of %zu",
        small, least, large, most);
}

static const struct slice_row slices[] = {
    {"ten items, two workers", 10, 2},
    {"ten items, three workers", 10, 3},
    {"ten items, four workers", 10, 4},
    {"ten items, seven workers", 10, 7},
    {"no item, one worker", 0, 1},
    {"no item, five workers", 0, 5},
    {"one item, one worker", 1, 1},
    {"one item, four workers", 1, 4},
    {"fewer items than workers", 3, 7},
    {"as many items as workers", 5, 5},
    {"1,000 items, one worker", 1000, 1},
    {"1,003 items, four workers", 1003, 4},
    {"1,004 items, five workers", 1004, 5},
    {"2,000,003 items, seven workers", 2000003, 7},
    {"1,999 items, 1,000 workers", 1999, 1000},
    {"more items than an int can count", 5000000001, 4},
    {"more items than a double can count", (1ull << 53) + 1, 3},
    {"all that a size_t can count", SIZE_MAX, 7},
};

static void run_row(struct trial *trial, const void *item)
{
    const struct distribute_row *row = item;
    row->run(trial, row);
}

static bool expect_return(struct trial *trial, const struct frame *frame)
{
    const int32_t *got = frame_data(frame, "returned", FRAME_I32, NULL);
    return trial_expect(trial, got[0] == 0, "0 to be returned, not %d (%s)",
        got[0], got[1] != 0 ? strerror(got[1]) : "no errno");
}

/* What a call is expected to make of x, guards included. */
struct inputs {
    size_t n;
    const double *x;
    const double *a; /* NULL: the roots, once */
    size_t n_rounds;
};

/* A trial_oracle. A round at a time: the roots of neighbours need not wait
 * for each other. */
static void expect_numbers(
    const void *context, size_t first, size_t n, double *expected)
{
    const struct inputs *in = context;
    const size_t end = first + n < in->n ? first + n : in->n;
    const size_t n_own = end > first ? end - first : 0;
    memset(expected, FRAME_PATTERN, n * sizeof *expected);
    for (size_t i = 0; i < n_own; i++)
        expected[i] = in->a != NULL ? in->x[first + i] : sqrt(in->x[first + i]);
    for (size_t r = 0; in->a != NULL && r < in->n_rounds; r++)
        for (size_t i = 0; i < n_own; i++)
            expected[i] = sqrt(fabs(in->a[r] - expected[i]));
}

/* A child was killed. Who says so has kept the contract; who does not must
 * have done all without it. */
static void judge_killed(struct trial *trial, const struct frame *frame,
    const struct distribute_row *row, const struct inputs *in)
{
    const int32_t *got = frame_data(frame, "returned", FRAME_I32, NULL);
    const double *x = frame_data(frame, "x", FRAME_F64, NULL);
    double *expected = mem_new(in->n, sizeof *expected);
    expect_numbers(in, 0, in->n, expected);
    const bool is_done = memcmp(x, expected, in->n * sizeof *x) == 0;
    free(expected);
    trial_expect(trial,
        (got[0] == -1 && got[1] == ECHILD) || (got[0] == 0 && is_done),
        "-1 to be returned with errno ECHILD, since child %zu was killed and "
        "its slice is not done; got %d (%s)",
        row->victim, got[0], got[1] != 0 ? strerror(got[1]) : "no errno");
}

/* Call and judge. The frame has its inputs. */
static void judge(struct trial *trial, struct frame *frame,
    const struct distribute_row *row, const struct inputs *in)
{
    frame_output(frame, "x", FRAME_F64, in->n + GUARDS);
    frame_output(frame, "returned", FRAME_I32, 2);
    if (!trial_call(trial, frame, row->n_workers))
        return;
    double guards[GUARDS];
    expect_numbers(in, in->n, GUARDS, guards);
    const double *x = frame_data(frame, "x", FRAME_F64, NULL);
    if (!trial_expect_as(trial, FAULT_BEYOND,
            memcmp(x + in->n, guards, sizeof guards) == 0,
            "nothing to be written behind the %zu elements of x", in->n))
        return;
    if (row->victim > 0)
        judge_killed(trial, frame, row, in);
    else if (expect_return(trial, frame))
        trial_expect_f64_by(trial, frame, "x", expect_numbers, in, 0, 0);
}

static struct frame *start(
    struct trial *trial, const struct distribute_row *row, const char *entry)
{
    char *name = mem_format("%s%s", entry, row->victim > 0 ? "_killed" : "");
    struct frame *frame = trial_frame(trial, name);
    free(name);
    if (row->victim > 0)
        frame_count(frame, "killed_child", row->victim);
    frame_count(frame, "n", row->n);
    return frame;
}

/* Add n numbers: those of the row, or drawn from low ... high. */
static const double *add_numbers(struct trial *trial, struct frame *frame,
    const char *name, size_t n, const double *given, double low, double high)
{
    double *numbers = frame_input(frame, name, FRAME_F64, n);
    if (given != NULL)
        memcpy(numbers, given, n * sizeof *numbers);
    else
        random_fill(trial_random(trial), numbers, n, low, high);
    return numbers;
}

static void run_once(struct trial *trial, const struct distribute_row *row)
{
    struct frame *frame = start(trial, row, "once");
    const struct inputs in = {.n = row->n,
        .x = add_numbers(trial, frame, "x_before", row->n,
            row->is_given ? row->x : NULL, 0, 9)};
    judge(trial, frame, row, &in);
}

static void run_rounds(struct trial *trial, const struct distribute_row *row)
{
    struct frame *frame = start(trial, row, "rounds");
    frame_count(frame, "n_rounds", row->n_rounds);
    struct inputs in = {.n = row->n, .n_rounds = row->n_rounds};
    in.a = add_numbers(
        trial, frame, "a", row->n_rounds, row->is_given ? row->a : NULL, -1, 2);
    in.x = add_numbers(
        trial, frame, "x_before", row->n, row->is_given ? row->x : NULL, -2, 3);
    judge(trial, frame, row, &in);
}

static void run_random(struct trial *trial, const struct distribute_row *row)
{
    struct random *random = trial_random(trial);
    struct distribute_row drawn = *row;
    drawn.n = random_below(random, 20000);
    drawn.n_rounds = random_below(random, 50);
    drawn.n_workers = 1 + (int)random_below(random, GUARDS - 1);
    (row->n_rounds > 0 ? run_rounds : run_once)(trial, &drawn);
}

static const struct distribute_row once[] = {
    {"no element", run_once, .n = 0, .n_workers = 2},
    {"one element, one worker", run_once, .n = 1, .n_workers = 1},
    {"two elements, two workers", run_once, .n = 2, .n_workers = 2},
    {"squares and others", run_once, .n = 6, .n_workers = 2, .is_given = true,
        .x = {0, 1, 2, 4, 9, 0.25}},
    {"negative numbers, NaN, infinities", run_once, .n = 7, .n_workers = 2,
        .is_given = true,
        .x = {-1, -DBL_TRUE_MIN, NAN, INFINITY, -INFINITY, -0.0, 3}},
    {"the largest and the smallest", run_once, .n = 6, .n_workers = 3,
        .is_given = true,
        .x = {DBL_MAX, DBL_MIN, DBL_TRUE_MIN, 1e-310, 0x1p52, 1e308}},
    {"one worker", run_once, .n = 1000, .n_workers = 1},
    {"two workers", run_once, .n = 1001, .n_workers = 2},
    {"three workers", run_once, .n = 1000, .n_workers = 3},
    {"four workers", run_once, .n = 1003, .n_workers = 4},
    {"five workers", run_once, .n = 1004, .n_workers = 5},
    {"seven workers", run_once, .n = 1000, .n_workers = 7},
    {"fewer elements than workers", run_once, .n = 3, .n_workers = 7},
    {"one element, four workers", run_once, .n = 1, .n_workers = 4},
    {"no element, seven workers", run_once, .n = 0, .n_workers = 7},
    {"two million elements, two workers", run_once, .n = 2000001,
        .n_workers = 2},
    {"two million elements, five workers", run_once, .n = 2000003,
        .n_workers = 5},
    {"drawn at random", run_random, .n_rounds = 0},
    {"drawn at random again", run_random, .n_rounds = 0},
};

static const struct distribute_row rounds[] = {
    {"no round", run_rounds, .n = 100, .n_workers = 2, .n_rounds = 0},
    {"one round", run_rounds, .n = 100, .n_workers = 2, .n_rounds = 1},
    {"no element", run_rounds, .n = 0, .n_workers = 3, .n_rounds = 5},
    {"one element, four workers", run_rounds, .n = 1, .n_workers = 4,
        .n_rounds = 9},
    {"rounds in their order", run_rounds, .n = 4, .n_workers = 2, .n_rounds = 3,
        .is_given = true, .x = {0, 1, 2, 3}, .a = {4, 1, 0.5}},
    {"negative numbers, NaN, infinities", run_rounds, .n = 6, .n_workers = 2,
        .n_rounds = 2, .is_given = true,
        .x = {-4, NAN, INFINITY, -INFINITY, -0.0, 1}, .a = {-1, 0.5}},
    {"a distance from infinity", run_rounds, .n = 4, .n_workers = 3,
        .n_rounds = 2, .is_given = true, .x = {0, INFINITY, -INFINITY, 1e308},
        .a = {INFINITY, 2}},
    {"a distance from NaN", run_rounds, .n = 3, .n_workers = 2, .n_rounds = 2,
        .is_given = true, .x = {0, 1, 2}, .a = {NAN, 1}},
    {"the largest and the smallest", run_rounds, .n = 4, .n_workers = 2,
        .n_rounds = 2, .is_given = true,
        .x = {DBL_MAX, -DBL_MAX, DBL_TRUE_MIN, 1e-310}, .a = {DBL_MAX, 0}},
    {"one worker", run_rounds, .n = 1000, .n_workers = 1, .n_rounds = 20},
    {"two workers", run_rounds, .n = 1001, .n_workers = 2, .n_rounds = 20},
    {"three workers", run_rounds, .n = 1000, .n_workers = 3, .n_rounds = 20},
    {"four workers", run_rounds, .n = 1003, .n_workers = 4, .n_rounds = 20},
    {"five workers", run_rounds, .n = 1004, .n_workers = 5, .n_rounds = 20},
    {"seven workers", run_rounds, .n = 1000, .n_workers = 7, .n_rounds = 20},
    {"fewer elements than workers", run_rounds, .n = 3, .n_workers = 7,
        .n_rounds = 20},
    {"1,000 rounds", run_rounds, .n = 37, .n_workers = 4, .n_rounds = 1000},
    {"two million elements, four workers", run_rounds, .n = 2000003,
        .n_workers = 4, .n_rounds = 3},
    {"drawn at random", run_random, .n_rounds = 1},
    {"drawn at random again", run_random, .n_rounds = 1},
};

static const struct distribute_row edges[] = {
    {"what the contract refuses", distribute_run_refusals, .n_workers = 2},
    {"the first worker is killed", run_once, .n = 1001, .n_workers = 3,
        .victim = 1},
    {"the last worker is killed", run_once, .n = 1001, .n_workers = 3,
        .victim = 3},
    {"the only worker is killed", run_once, .n = 5, .n_workers = 1,
        .victim = 1},
    {"a worker is killed before its rounds", run_rounds, .n = 1001,
        .n_workers = 4, .n_rounds = 100, .victim = 2},
    {"another child of the caller", distribute_run_neighbours, .n = 8,
        .n_workers = 3},
};

/* What is timed: rounds on an array that stays in the caches, forked once.
 *
 * No round can be left out, moved or done approximately. With x in [0, 0.7)
 * and a in [0.25, 0.5) the distance is at most 0.5, so every x after a round
 * is at most 0.7072, and it stays so. The slope of a round is 1 / (2 x)
 * there, x being the result: never below 0.707, and by simulation 1.7 in the
 * geometric mean. So errors do not die out but double every one to two
 * rounds, and whoever computed other numbers ends at other numbers; the
 * outputs are compared bit for bit. Nor is there a shortcut in other terms:
 * rounds of sqrt(x) alone or of sqrt(|a - x * x|) could be done on squares,
 * with a single root at the end. Simulated: no element of 32,768 stays the
 * same when the first of 512 rounds is left out, the last, or two are
 * exchanged, and all stay different from each other. */
static struct frame *speedup_input(struct random *random, size_t repeats,
    unsigned part, unsigned n_parts, double *work)
{
    size_t first, n;
    const size_t n_rounds = repeats * ROUNDS;
    case_slice(ROUNDS_N, part, n_parts, &first, &n);
    double *all = mem_new(ROUNDS_N, sizeof *all);
    random_fill(random, all, ROUNDS_N, 0, 0.7);
    struct frame *frame = frame_new("rounds");
    frame_count(frame, "n", n);
    frame_count(frame, "n_rounds", ROUNDS); /* for every repeat */
    random_fill(random, frame_input(frame, "a", FRAME_F64, n_rounds), n_rounds,
        0.25, 0.5);
    memcpy(frame_input(frame, "x_before", FRAME_F64, n), all + first,
        n * sizeof *all);
    free(all);
    frame_output(frame, "x", FRAME_F64, n);
    frame_output(frame, "returned", FRAME_I32, 2);
    frame_set_repeats(frame, repeats);
    *work = (double)n * (double)n_rounds;
    return frame;
}

static const struct timing timings[] = {
    {"speedup", speedup_input, 0, 0},
    {0},
};

static const struct case_group groups[] = {
    CASE_GROUP("slices", slices, run_slices),
    CASE_GROUP("once", once, run_row),
    CASE_GROUP("rounds", rounds, run_row),
    CASE_GROUP("edges", edges, run_row),
    {0},
};

EXERCISE_CASES("shared/distribute", groups, timings);
