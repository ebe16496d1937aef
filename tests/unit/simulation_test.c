/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "grader/base/random.h"
#include "grader/measure/measure.h"
#include "grader/score/score.h"
#include "grader/stats/stats.h"
#include "tests/unit/unit.h"

/* Gradings with known true gains, by the very functions that grade: how often
 * are the points off by more than the precision that is stated with them?
 * Where the noise has the assumed form (each block is as likely above the true
 * gain as below, whatever came before) less than once in a thousand, or the
 * test fails. A drift and a machine that jumps between two states break the
 * assumption: how often their points are wrong is printed, both for what was
 * true while it was measured and for what is true in the long run.
 * SIMULATED sets the number of gradings for every gain and model. */

enum {
    GRADINGS = 400,
    BLOCKS_MAX = 150, /* as many as a budget has room for */
};

static const double gains[] = {
    -0.2, 0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.88, 0.95, 1.1};
enum { N_GAINS = sizeof gains / sizeof *gains };

/* What may lie between a block and the true gain, block by block. */
struct noise {
    struct random *random;
    int n; /* blocks so far */
    bool is_high; /* of the two states */
    double shift; /* of the true gain in this block */
};

static double normal(struct random *random)
{
    const double u = random_between(random, 0, 1);
    const double v = random_between(random, 0, 1);
    return sqrt(-2 * log1p(-u)) * cos(2 * M_PI * v);
}

static double log_normal(struct noise *noise)
{
    return 0.04 * (exp(0.6 * normal(noise->random)) - 1);
}

static double heavy_tail(struct noise *noise) /* Cauchy: not even a mean */
{
    return 0.02 * tan(M_PI * random_between(noise->random, -0.5, 0.5));
}

static double drift(struct noise *noise)
{
    noise->shift = 0.001 * (noise->n - BLOCKS_MAX / 2.0);
    return noise->shift + 0.03 * normal(noise->random);
}

static double two_states(struct noise *noise)
{
    if (random_below(noise->random, 10) == 0)
        noise->is_high = !noise->is_high;
    noise->shift = noise->is_high ? 0.04 : -0.04;
    return noise->shift + 0.01 * normal(noise->random);
}

/* What many gradings came to. */
struct tally {
    size_t n_graded, n_missed, n_missed_later, n_open, n_blocks;
};

static void grade(double gain, double (*error)(struct noise *),
    struct random *random, struct tally *tally)
{
    const struct measure measure = {.points = 40, .full_gain_percent = 90};
    struct measurement m = {.attainable = 2};
    struct noise noise = {.random = random, .is_high = random_below(random, 2)};
    double x[BLOCKS_MAX], shifts[BLOCKS_MAX];
    bool is_known = false;
    for (noise.n = 0; noise.n < BLOCKS_MAX;) {
        x[noise.n] = gain + error(&noise);
        shifts[noise.n] = noise.shift;
        is_known = measure_estimate_gain(&m, x, (size_t)++noise.n, 1.0 / 2000);
        if (is_known && score_is_precise(&measure, &m))
            break;
    }
    tally->n_blocks += (size_t)noise.n;
    m.status = is_known ? MEASURE_MEASURED : MEASURE_NOT_MEASURED;
    const int points = score_measurement(&measure, &m).points;
    if (m.status != MEASURE_MEASURED) {
        tally->n_open++;
        return;
    }
    const double then = gain + stats_median(shifts, (size_t)noise.n);
    const int precision = score_precision(&measure, &m);
    tally->n_graded++;
    tally->n_missed += abs(points - score_of_gain(&measure, then)) > precision;
    tally->n_missed_later +=
        abs(points - score_of_gain(&measure, gain)) > precision;
}

static struct tally simulate(
    const char *name, double (*error)(struct noise *), unsigned seed)
{
    struct random random = random_stream(seed, name);
    const char *asked = getenv("SIMULATED");
    const long n = asked != NULL ? strtol(asked, NULL, 10) : GRADINGS;
    struct tally tally = {0};
    for (int i = 0; i < N_GAINS; i++)
        for (long k = 0; k < n; k++)
            grade(gains[i], error, &random, &tally);
    printf("# %s: %zu gradings with points, %zu open, after %.0f blocks; %zu "
           "missed the stated precision (less than %.1e of all), %zu in the "
           "long run\n",
        name, tally.n_graded, tally.n_open,
        (double)tally.n_blocks / (double)(tally.n_graded + tally.n_open),
        tally.n_missed,
        stats_proportion_below(tally.n_graded, tally.n_missed, 0.05),
        tally.n_missed_later);
    return tally;
}

static void expect_below(const struct tally *tally, double probability)
{
    CU_ASSERT(stats_proportion_below(tally->n_graded, tally->n_missed, 0.05) <
              probability);
}

static void test_grading_when_noise_is_skewed_then_precision_holds(void)
{
    const struct tally tally = simulate("log-normal noise", log_normal, 1);
    expect_below(&tally, 1e-3);
    CU_ASSERT_EQUAL(tally.n_open, 0);
}

static void test_grading_when_tail_is_heavy_then_precision_holds(void)
{
    const struct tally tally = simulate("heavy-tailed noise", heavy_tail, 2);
    expect_below(&tally, 1e-3);
    CU_ASSERT(tally.n_open * 100 < tally.n_graded);
}

static void test_grading_when_gain_drifts_then_holds_for_that_time(void)
{
    const struct tally tally = simulate("a drift", drift, 3);
    expect_below(&tally, 1e-3);
}

static void test_grading_when_machine_jumps_then_holds_for_that_time(void)
{
    const struct tally tally = simulate("two states", two_states, 4);
    expect_below(&tally, 1e-3);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_grading_when_noise_is_skewed_then_precision_holds",
            test_grading_when_noise_is_skewed_then_precision_holds},
        {"test_grading_when_tail_is_heavy_then_precision_holds",
            test_grading_when_tail_is_heavy_then_precision_holds},
        {"test_grading_when_gain_drifts_then_holds_for_that_time",
            test_grading_when_gain_drifts_then_holds_for_that_time},
        {"test_grading_when_machine_jumps_then_holds_for_that_time",
            test_grading_when_machine_jumps_then_holds_for_that_time},
        {0},
    };
    return unit_main("simulation", tests);
}
