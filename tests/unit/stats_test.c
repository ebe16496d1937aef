/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "grader/base/random.h"
#include "grader/stats/stats.h"
#include "tests/unit/unit.h"

/* Statistics against values worked out by hand or by simulation. */

static void test_median_when_odd_or_even_then_is_the_middle(void)
{
    CU_ASSERT_EQUAL(stats_median((double[]){3}, 1), 3);
    CU_ASSERT_EQUAL(stats_median((double[]){3, 1, 2}, 3), 2);
    CU_ASSERT_EQUAL(stats_median((double[]){4, 1, 3, 2}, 4), 2.5);
    CU_ASSERT_EQUAL(stats_median((double[]){1, 1e300, 2}, 3), 2);
}

static void test_binomial_when_small_then_is_exact(void)
{
    CU_ASSERT_DOUBLE_EQUAL(stats_fair_binomial(4, 0), 1.0 / 16, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(stats_fair_binomial(4, 1), 5.0 / 16, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(stats_fair_binomial(4, 4), 1, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(stats_fair_binomial(1000, 500), 0.5126125, 1e-6);
}

static void test_interval_when_fifteen_then_drops_one_at_each_end(void)
{
    double x[15];
    struct interval interval;
    for (int i = 0; i < 15; i++)
        x[i] = (i * 7) % 15; /* 0 … 14 in another order */
    CU_ASSERT_TRUE(stats_median_interval(x, 15, 1e-3, &interval));
    CU_ASSERT_EQUAL(interval.low, 1);
    CU_ASSERT_EQUAL(interval.high, 13);
}

static void test_interval_when_too_few_then_there_is_none(void)
{
    double x[11] = {0};
    struct interval interval;
    CU_ASSERT_FALSE(stats_median_interval(x, 10, 1e-3, &interval));
    CU_ASSERT_TRUE(stats_median_interval(x, 11, 1e-3, &interval));
    CU_ASSERT_FALSE(stats_median_interval(x, 1, 0.1, &interval));
}

/* The interval may miss the median in at most the stated share of samples,
 * whatever the shape of the noise. */
static void test_interval_when_simulated_then_misses_as_stated(void)
{
    enum { SAMPLES = 20000, SIZE = 15 };
    struct random random = random_stream(1, "coverage");
    int n_missed = 0;
    for (int i = 0; i < SAMPLES; i++) {
        double x[SIZE];
        struct interval interval;
        for (int k = 0; k < SIZE; k++) /* median 1, heavy upper tail */
            x[k] = 1 / random_between(&random, 0, 1) - 1;
        CU_ASSERT_TRUE_FATAL(stats_median_interval(x, SIZE, 0.05, &interval));
        n_missed += interval.low > 1 || interval.high < 1;
    }
    CU_ASSERT(n_missed < SAMPLES * 0.05);
    CU_ASSERT(n_missed > SAMPLES * 0.02); /* and is no wider than it must */
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_median_when_odd_or_even_then_is_the_middle",
            test_median_when_odd_or_even_then_is_the_middle},
        {"test_binomial_when_small_then_is_exact",
            test_binomial_when_small_then_is_exact},
        {"test_interval_when_fifteen_then_drops_one_at_each_end",
            test_interval_when_fifteen_then_drops_one_at_each_end},
        {"test_interval_when_too_few_then_there_is_none",
            test_interval_when_too_few_then_there_is_none},
        {"test_interval_when_simulated_then_misses_as_stated",
            test_interval_when_simulated_then_misses_as_stated},
        {0},
    };
    return unit_main("stats", tests);
}
