/* SPDX-License-Identifier: MIT */
#include "grader/judge/cases.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* The steps of mpi/matvec, each judged alone: a step that is wrong does not
 * spoil the next. Expected values come from plain loops in long double. Where
 * every rank must have a result, every rank has a slot of its own, so that
 * one rank's answer never stands in for another's. */

/* A matrix and the ranks that share it. */
struct shape {
    const char *name;
    size_t n_rows;
    size_t n_cols;
    int n_ranks;
    double odd; /* a number to put into the middle of the matrix; 0: none */
};

/* Rows that the contract gives to a rank. */
static size_t rows_of(size_t n_rows, size_t n_ranks, size_t rank, size_t *first)
{
    const size_t even = n_rows / n_ranks;
    const size_t extra = n_rows % n_ranks;
    *first = rank * even + (rank < extra ? rank : extra);
    return even + (rank < extra);
}

#define DRAWN SIZE_MAX /* for n_rows: a shape drawn from the seed */

static struct shape drawn(const struct shape *shape, struct random *random)
{
    struct shape own = *shape;
    if (own.n_rows == DRAWN) {
        own.n_rows = 1 + random_below(random, 60);
        own.n_cols = 1 + random_below(random, 60);
    }
    return own;
}

struct block_row {
    const char *name;
    size_t n_rows;
    size_t n_ranks;
};

static const struct block_row block_rows[] = {
    {"no row", 0, 1},
    {"no row on 4 ranks", 0, 4},
    {"one row", 1, 1},
    {"1 row on 8 ranks", 1, 8},
    {"3 rows on 8 ranks", 3, 8},
    {"one row each", 7, 7},
    {"10 rows on 4 ranks", 10, 4},
    {"8 rows on 3 ranks", 8, 3},
    {"1000 rows on 7 ranks", 1000, 7},
    {"999 rows on 1000 ranks", 999, 1000},
    {"more rows than an int can count", 5000000007, 1024},
};

static void run_block(struct trial *trial, const void *item)
{
    const struct block_row *row = item;
    struct frame *frame = trial_frame(trial, "block");
    frame_count(frame, "n_rows", row->n_rows);
    frame_count(frame, "n_ranks", row->n_ranks);
    frame_output(frame, "first", FRAME_U64, row->n_ranks);
    frame_output(frame, "n_mine", FRAME_U64, row->n_ranks);
    if (!trial_call(trial, frame, 1))
        return;
    uint64_t *first = mem_new(row->n_ranks, sizeof *first);
    uint64_t *n_mine = mem_new(row->n_ranks, sizeof *n_mine);
    for (size_t r = 0; r < row->n_ranks; r++)
        n_mine[r] = rows_of(row->n_rows, row->n_ranks, r, &first[r]);
    trial_expect_exact(trial, frame, "first", first);
    trial_expect_exact(trial, frame, "n_mine", n_mine);
    free(first);
    free(n_mine);
}

static const struct shape scatter_rows[] = {
    {"no row", 0, 3, 4, 0},
    {"no column", 5, 0, 3, 0},
    {"one number", 1, 1, 1, 0},
    {"1 row on 8 ranks", 1, 9, 8, 0},
    {"3 rows on 5 ranks", 3, 4, 5, 0},
    {"equal blocks on 2 ranks", 6, 5, 2, 0},
    {"10 rows on 4 ranks", 10, 3, 4, 0},
    {"8 rows on 3 ranks", 8, 7, 3, 0},
    {"NaN travels too", 7, 3, 2, NAN},
    {"a random shape on 5 ranks", DRAWN, 0, 5, 0},
    {"a random shape on 8 ranks", DRAWN, 0, 8, 0},
    {"1000 rows on 4 ranks", 1000, 64, 4, 0},
};

enum { GUARD = 8 }; /* numbers after a block that nobody may touch */

static double *fill_matrix(
    struct trial *trial, struct frame *frame, const struct shape *shape)
{
    const size_t n = shape->n_rows * shape->n_cols;
    double *a = frame_input(frame, "a", FRAME_F64, n);
    random_fill(trial_random(trial), a, n, -1, 1);
    if (shape->odd != 0 && n > 0)
        a[n / 2] = shape->odd;
    return a;
}

static void run_scatter(struct trial *trial, const void *item)
{
    const struct shape shape = drawn(item, trial_random(trial));
    const size_t n_ranks = (size_t)shape.n_ranks;
    const size_t largest = (shape.n_rows + n_ranks - 1) / n_ranks;
    const size_t slot = largest * shape.n_cols + GUARD;
    struct frame *frame = trial_frame(trial, "scatter");
    frame_count(frame, "n_rows", shape.n_rows);
    frame_count(frame, "n_cols", shape.n_cols);
    frame_count(frame, "slot", slot);
    const double *a = fill_matrix(trial, frame, &shape);
    frame_output(frame, "blocks", FRAME_F64, n_ranks * slot);
    if (!trial_call(trial, frame, shape.n_ranks))
        return;
    /* What lies between the blocks must still be the pattern. */
    double *expected = mem_new(n_ranks * slot, sizeof *expected);
    memset(expected, FRAME_PATTERN, n_ranks * slot * sizeof *expected);
    for (size_t r = 0; r < n_ranks; r++) {
        size_t first;
        const size_t n_mine = rows_of(shape.n_rows, n_ranks, r, &first);
        memcpy(expected + r * slot, a + first * shape.n_cols,
            n_mine * shape.n_cols * sizeof *a);
    }
    trial_expect_exact(trial, frame, "blocks", expected);
    free(expected);
}

static const struct shape multiply_rows[] = {
    {"no row", 0, 3, 4, 0},
    {"no column", 5, 0, 3, 0},
    {"one number", 1, 1, 1, 0},
    {"one number on 2 ranks", 1, 1, 2, 0},
    {"3 rows on 8 ranks", 3, 40, 8, 0},
    {"equal blocks on 2 ranks", 16, 16, 2, 0},
    {"10 rows on 4 ranks", 10, 33, 4, 0},
    {"8 rows on 3 ranks", 8, 100, 3, 0},
    {"one long row on 5 ranks", 1, 1001, 5, 0},
    {"one column on 5 ranks", 101, 1, 5, 0},
    {"NaN in one row", 12, 9, 5, NAN},
    {"infinity in one row", 12, 9, 2, INFINITY},
    {"a random shape on 3 ranks", DRAWN, 0, 3, 0},
    {"a random shape on 8 ranks", DRAWN, 0, 8, 0},
    {"1003 rows on 4 ranks", 1003, 1001, 4, 0},
};

static void multiply(
    size_t n_rows, size_t n_cols, const double *a, const double *x, double *y)
{
    for (size_t i = 0; i < n_rows; i++) {
        long double sum = 0;
        for (size_t j = 0; j < n_cols; j++)
            sum += (long double)a[i * n_cols + j] * x[j];
        y[i] = (double)sum;
    }
}

/* Give every rank's slot the same numbers. */
static void repeat(double *slots, size_t n, size_t n_slots)
{
    for (size_t r = 1; r < n_slots; r++)
        memcpy(slots + r * n, slots, n * sizeof *slots);
}

static void run_multiply(struct trial *trial, const void *item)
{
    const struct shape shape = drawn(item, trial_random(trial));
    const size_t n_ranks = (size_t)shape.n_ranks;
    const size_t n = shape.n_cols;
    struct frame *frame = trial_frame(trial, "multiply");
    frame_count(frame, "n_rows", shape.n_rows);
    frame_count(frame, "n_cols", n);
    const double *a = fill_matrix(trial, frame, &shape);
    double *x = frame_input(frame, "x", FRAME_F64, n);
    random_fill(trial_random(trial), x, n, -1, 1);
    /* Not the pattern, which is too small a number to see in a sum. */
    double *y = frame_update(frame, "y", FRAME_F64, n_ranks * shape.n_rows);
    random_fill(trial_random(trial), y, n_ranks * shape.n_rows, 100, 200);
    if (!trial_call(trial, frame, shape.n_ranks))
        return;
    double *expected = mem_new(n_ranks * shape.n_rows, sizeof *expected);
    multiply(shape.n_rows, n, a, x, expected);
    repeat(expected, shape.n_rows, n_ranks);
    /* Whatever the order of a sum of n products, its error is below
     * n * eps * (sum of |products|), and here no product exceeds 1.
     * Source: Higham, Accuracy and Stability of Numerical Algorithms, 3.1. */
    const double bound = (double)n * (double)n * DBL_EPSILON;
    trial_expect_f64(trial, frame, "y", expected, 0, bound);
    free(expected);
}

struct norm_row {
    const char *name;
    size_t n;
    int n_ranks;
    double odd; /* a number to put into the middle; 0: none */
    enum { EVEN, ALL_ON_LAST, DECREASING } pieces;
};

static const struct norm_row norm_rows[] = {
    {"no number", 0, 3, 0, EVEN},
    {"one number", 1, 1, 0, EVEN},
    {"1 number on 4 ranks", 1, 4, 0, EVEN},
    {"100 numbers on 1 rank", 100, 1, 0, EVEN},
    {"8 numbers on 2 ranks", 8, 2, 0, EVEN},
    {"10 numbers on 3 ranks", 10, 3, 0, EVEN},
    {"1003 numbers on 5 ranks", 1003, 5, 0, EVEN},
    {"everything on the last rank", 50, 4, 0, ALL_ON_LAST},
    {"pieces of unequal size", 500, 8, 0, DECREASING},
    {"NaN in one piece", 30, 4, NAN, EVEN},
    {"infinity in one piece", 30, 4, -INFINITY, EVEN},
};

/* Where the piece of rank r starts; r == n_ranks gives n. */
static size_t piece_start(const struct norm_row *row, size_t r)
{
    const size_t p = (size_t)row->n_ranks;
    size_t first;
    if (r >= p)
        return row->n;
    if (row->pieces == ALL_ON_LAST)
        return 0;
    if (row->pieces == DECREASING) /* each takes half of what is left */
        return row->n - (row->n >> r);
    rows_of(row->n, p, r, &first);
    return first;
}

static void run_norm(struct trial *trial, const void *item)
{
    const struct norm_row *row = item;
    const size_t p = (size_t)row->n_ranks;
    struct frame *frame = trial_frame(trial, "norm");
    uint64_t *first = frame_input(frame, "first", FRAME_U64, p + 1);
    for (size_t r = 0; r <= p; r++)
        first[r] = piece_start(row, r);
    double *x = frame_input(frame, "x", FRAME_F64, row->n);
    random_fill(trial_random(trial), x, row->n, -1, 1);
    if (row->odd != 0)
        x[row->n / 2] = row->odd;
    frame_output(frame, "norm", FRAME_F64, p);
    if (!trial_call(trial, frame, row->n_ranks))
        return;
    long double sum = 0;
    for (size_t i = 0; i < row->n; i++)
        sum += (long double)x[i] * x[i];
    double *expected = mem_new(p, sizeof *expected);
    expected[0] = (double)sqrtl(sum);
    repeat(expected, 1, p);
    /* A sum of n squares is right to n * eps, the root halves that. */
    trial_expect_f64(
        trial, frame, "norm", expected, (double)(row->n + 4) * DBL_EPSILON, 0);
    free(expected);
}

struct power_row {
    const char *name;
    size_t n;
    size_t n_steps;
    int n_ranks;
    enum { RANDOM, ONES, ZERO } matrix;
};

static const struct power_row power_rows[] = {
    {"no row", 0, 3, 2, RANDOM},
    {"no step", 5, 0, 2, RANDOM},
    {"one number", 1, 3, 1, RANDOM},
    {"one number on 4 ranks", 1, 3, 4, RANDOM},
    {"one step on 1 rank", 20, 1, 1, RANDOM},
    {"one step on 2 ranks", 20, 1, 2, RANDOM},
    {"10 rows on 3 ranks", 10, 5, 3, RANDOM},
    {"5 rows on 8 ranks", 5, 4, 8, RANDOM},
    {"37 rows on 5 ranks", 37, 10, 5, RANDOM},
    {"a matrix of ones", 64, 3, 4, ONES},
    {"a matrix of zeros", 9, 3, 2, ZERO},
    {"603 rows, 10 steps on 4 ranks", 603, 10, 4, RANDOM},
};

/* One step takes an error of the step before over into a vector of length 1
 * and adds at most n * eps of its own; what many steps add up to is still
 * far below this, and a wrong step is off in the first digits. */
static const double power_tolerance = 1e-9;

static void fill_kind(
    struct trial *trial, const struct power_row *row, double *a)
{
    const size_t n = row->n * row->n;
    if (row->matrix == RANDOM)
        random_fill(trial_random(trial), a, n, -1, 1);
    else
        for (size_t i = 0; i < n; i++)
            a[i] = row->matrix == ONES ? 1 : 0;
}

static double power(size_t n, const double *a, size_t n_steps, double *x)
{
    double norm = 0;
    double *y = mem_new(n, sizeof *y);
    for (size_t step = 0; step < n_steps; step++) {
        long double sum = 0;
        multiply(n, n, a, x, y);
        for (size_t i = 0; i < n; i++)
            sum += (long double)y[i] * y[i];
        norm = (double)sqrtl(sum);
        for (size_t i = 0; i < n; i++)
            x[i] = norm == 0 ? 0 : y[i] / norm;
    }
    free(y);
    return norm;
}

static void run_power(struct trial *trial, const void *item)
{
    const struct power_row *row = item;
    const size_t p = (size_t)row->n_ranks;
    const size_t n = row->n;
    struct frame *frame = trial_frame(trial, "power");
    frame_count(frame, "n", n);
    frame_count(frame, "n_steps", row->n_steps);
    double *a = frame_input(frame, "a", FRAME_F64, n * n);
    fill_kind(trial, row, a);
    double *x = frame_update(frame, "x", FRAME_F64, p * n);
    random_fill(trial_random(trial), x, n, 0.5, 1);
    repeat(x, n, p);
    frame_output(frame, "norm", FRAME_F64, p);
    double *expected = mem_new(p * n, sizeof *expected);
    double *norm = mem_new(p, sizeof *norm);
    memcpy(expected, x, n * sizeof *x);
    if (!trial_call(trial, frame, row->n_ranks))
        goto out;
    norm[0] = power(n, a, row->n_steps, expected);
    repeat(expected, n, p);
    repeat(norm, 1, p);
    trial_expect_f64(trial, frame, "x", expected, 0, power_tolerance);
    trial_expect_f64(trial, frame, "norm", norm, power_tolerance, 0);
out:
    free(expected);
    free(norm);
}

/* What is timed: power steps on a matrix that stays in cache, 8 MiB for one
 * rank. A random matrix turns the vector on and on, so that every call has
 * work of its own; with positive numbers x would soon stand still. A copy
 * gets a matrix with its share of the numbers, in whole groups of 16, which
 * a vectorised row takes without a rest. Half a vector of 1008 numbers is
 * the longest piece that Open MPI still sends at once (4 KiB). */

enum { TIMED_N = 1008, TIMED_STEPS = 50, GROUP = 16 };

static struct frame *power_input(struct random *random, size_t repeats,
    unsigned part, unsigned n_parts, double *work)
{
    (void)part; /* the same numbers do for every copy */
    const double share = TIMED_N / sqrt((double)n_parts);
    const size_t n = (size_t)(share / GROUP + 0.5) * GROUP;
    struct frame *frame = frame_new("chain");
    frame_count(frame, "n", n);
    frame_count(frame, "n_steps", TIMED_STEPS);
    double *a = frame_input(frame, "a", FRAME_F64, n * n);
    random_fill(random, a, n * n, -1, 1);
    double *x = frame_input(frame, "start", FRAME_F64, n);
    random_fill(random, x, n, -1, 1);
    frame_output(frame, "x", FRAME_F64, repeats * n);
    frame_output(frame, "norm", FRAME_F64, repeats);
    *work = (double)(n * n) * TIMED_STEPS * (double)repeats;
    return frame;
}

static const struct case_group groups[] = {
    CASE_GROUP("block", block_rows, run_block),
    CASE_GROUP("scatter", scatter_rows, run_scatter),
    CASE_GROUP("multiply", multiply_rows, run_multiply),
    CASE_GROUP("norm", norm_rows, run_norm),
    CASE_GROUP("power", power_rows, run_power),
    {0},
};

static const struct timing timings[] = {
    {"speedup", power_input, 1e-9, 1e-9},
    {0},
};

EXERCISE_CASES("mpi/matvec", groups, timings);
