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

static void test_range_when_share_is_left_out_then_ends_go(void)
{
    double x[20];
    struct interval range;
    for (int i = 0; i < 20; i++)
        x[i] = (i * 7) % 20;
    stats_range(x, 20, 0.1, &range);
    CU_ASSERT_EQUAL(range.low, 2);
    CU_ASSERT_EQUAL(range.high, 17);
    stats_range(x, 1, 0.4, &range);
    CU_ASSERT_EQUAL(range.low, range.high);
}

static void test_binomial_when_small_then_is_exact(void)
{
    CU_ASSERT_DOUBLE_EQUAL(stats_fair_binomial(4, 0), 1.0 / 16, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(stats_fair_binomial(4, 1), 5.0 / 16, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(stats_fair_binomial(4, 4), 1, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(stats_fair_binomial(1000, 500), 0.5126125, 1e-6);
}

static void test_log_e_when_small_then_is_the_integral(void)
{
    /* 2^3 times the integral of p^2 from 1/2 to 1; of p (1 - p). */
    CU_ASSERT_DOUBLE_EQUAL(exp(stats_sign_log_e(2, 0)), 7.0 / 3, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(exp(stats_sign_log_e(1, 1)), 2.0 / 3, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(stats_sign_log_e(0, 0), 0, 1e-12);
}

/* An e-value is a fair game: whatever came before, the next win or loss at
 * even odds leaves its expectation as it was. */
static void test_log_e_when_odds_are_even_then_is_a_martingale(void)
{
    for (size_t wins = 0; wins < 40; wins++)
        for (size_t losses = 0; losses < 40; losses++) {
            const double now = exp(stats_sign_log_e(wins, losses));
            const double next = (exp(stats_sign_log_e(wins + 1, losses)) +
                                    exp(stats_sign_log_e(wins, losses + 1))) /
                                2;
            CU_ASSERT_DOUBLE_EQUAL(next / now, 1, 1e-9);
        }
}

static void test_wins_needed_when_few_then_all_then_more_than_half(void)
{
    CU_ASSERT_EQUAL(stats_wins_needed(13, 1.0 / 2000), 14);
    CU_ASSERT_EQUAL(stats_wins_needed(14, 1.0 / 2000), 14);
    for (size_t n = 14; n < 400; n++) {
        const size_t k = stats_wins_needed(n, 1.0 / 2000);
        CU_ASSERT(k > n / 2 && k <= n);
        CU_ASSERT(stats_sign_log_e(k, n - k) >= log(2000));
        CU_ASSERT(stats_sign_log_e(k - 1, n - k + 1) < log(2000));
    }
}

static void test_interval_when_few_then_none_then_all_then_inner_ones(void)
{
    double x[31];
    struct interval interval;
    for (int i = 0; i < 31; i++)
        x[i] = (i * 7) % 31; /* 0 … 30 in another order */
    CU_ASSERT_FALSE(stats_sequential_interval(x, 13, 1.0 / 2000, &interval));
    for (int i = 0; i < 14; i++)
        x[i] = (i * 5) % 14;
    CU_ASSERT_TRUE(stats_sequential_interval(x, 14, 1.0 / 2000, &interval));
    CU_ASSERT_EQUAL(interval.low, 0);
    CU_ASSERT_EQUAL(interval.high, 13);
    for (int i = 0; i < 31; i++)
        x[i] = (i * 7) % 31;
    const size_t k = stats_wins_needed(31, 1.0 / 2000);
    CU_ASSERT_TRUE(stats_sequential_interval(x, 31, 1.0 / 2000, &interval));
    CU_ASSERT_EQUAL(interval.low, 31 - k);
    CU_ASSERT_EQUAL(interval.high, k - 1);
}

/* Looked at after every value, for ever (here 200), it may lie wholly beside
 * the median in at most the stated share of all sequences. */
static void test_interval_when_simulated_then_misses_as_stated(void)
{
    enum { SEQUENCES = 1000, LENGTH = 200 };
    const double miss = 0.05;
    struct random random = random_stream(1, "coverage");
    size_t n_missed = 0;
    for (int i = 0; i < SEQUENCES; i++) {
        double x[LENGTH];
        bool is_missed = false;
        for (size_t n = 0; n < LENGTH && !is_missed; n++) {
            struct interval interval;
            x[n] = 1 / random_between(&random, 0, 1) - 1; /* median 1 */
            if (stats_sequential_interval(x, n + 1, miss, &interval))
                is_missed = interval.low > 1 || interval.high < 1;
        }
        n_missed += is_missed;
    }
    CU_ASSERT(stats_proportion_below(SEQUENCES, n_missed, 0.05) < 2 * miss);
    CU_ASSERT(n_missed > SEQUENCES * miss / 4); /* no wider than it must */
}

static void test_binomial_when_coin_is_loaded_then_is_exact(void)
{
    CU_ASSERT_DOUBLE_EQUAL(stats_binomial_above(3, 3, 0.1), 0.001, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(stats_binomial_above(2, 1, 0.25), 0.4375, 1e-12);
    CU_ASSERT_EQUAL(stats_binomial_above(5, 0, 0.1), 1);
    CU_ASSERT_EQUAL(stats_binomial_above(5, 1, 0), 0);
    CU_ASSERT_EQUAL(stats_binomial_above(5, 6, 0.5), 0);
}

static void test_proportion_when_never_seen_then_rule_of_three(void)
{
    CU_ASSERT_DOUBLE_EQUAL(
        stats_proportion_below(1000, 0, 0.05), 1 - pow(0.05, 1e-3), 1e-9);
    CU_ASSERT_DOUBLE_EQUAL(/* a table's value */
        stats_proportion_below(10, 3, 0.05), 0.6066, 1e-4);
    CU_ASSERT_EQUAL(stats_proportion_below(5, 5, 0.05), 1);
}

static void test_rank_sum_when_samples_differ_then_is_small(void)
{
    double x[20], y[20];
    for (int i = 0; i < 20; i++) {
        x[i] = i;
        y[i] = i + 0.5;
    }
    CU_ASSERT(stats_rank_sum(x, 20, y, 20) > 0.5);
    for (int i = 0; i < 20; i++)
        y[i] = i + 20;
    /* U = 0: z = (200 - 1/2) / sqrt(400 * 41 / 12) = 5.3965 */
    CU_ASSERT_DOUBLE_EQUAL(stats_rank_sum(x, 20, y, 20), 6.794e-8, 1e-10);
    for (int i = 0; i < 20; i++)
        x[i] = y[i] = 1;
    CU_ASSERT_EQUAL(stats_rank_sum(x, 20, y, 20), 1);
}

static void test_two_sorts_when_far_apart_then_finds_the_cut(void)
{
    double x[40], cut = 0;
    struct random random = random_stream(1, "sorts");
    for (int i = 0; i < 40; i++)
        x[i] = (i % 3 == 0 ? 1.9 : 1.2) + random_between(&random, -0.02, 0.02);
    CU_ASSERT_TRUE(stats_two_sorts(x, 40, 5, 6, &cut));
    CU_ASSERT(cut > 1.22 && cut < 1.88);
    for (int i = 0; i < 40; i++)
        x[i] = random_between(&random, 1, 2);
    CU_ASSERT_FALSE(stats_two_sorts(x, 40, 5, 6, &cut));
    for (int i = 0; i < 40; i++)
        x[i] = i == 7 ? 5 : 1 + 0.001 * i; /* one outlier is no sort */
    CU_ASSERT_FALSE(stats_two_sorts(x, 40, 5, 6, &cut));
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_median_when_odd_or_even_then_is_the_middle",
            test_median_when_odd_or_even_then_is_the_middle},
        {"test_range_when_share_is_left_out_then_ends_go",
            test_range_when_share_is_left_out_then_ends_go},
        {"test_binomial_when_small_then_is_exact",
            test_binomial_when_small_then_is_exact},
        {"test_log_e_when_small_then_is_the_integral",
            test_log_e_when_small_then_is_the_integral},
        {"test_log_e_when_odds_are_even_then_is_a_martingale",
            test_log_e_when_odds_are_even_then_is_a_martingale},
        {"test_wins_needed_when_few_then_all_then_more_than_half",
            test_wins_needed_when_few_then_all_then_more_than_half},
        {"test_interval_when_few_then_none_then_all_then_inner_ones",
            test_interval_when_few_then_none_then_all_then_inner_ones},
        {"test_interval_when_simulated_then_misses_as_stated",
            test_interval_when_simulated_then_misses_as_stated},
        {"test_binomial_when_coin_is_loaded_then_is_exact",
            test_binomial_when_coin_is_loaded_then_is_exact},
        {"test_proportion_when_never_seen_then_rule_of_three",
            test_proportion_when_never_seen_then_rule_of_three},
        {"test_rank_sum_when_samples_differ_then_is_small",
            test_rank_sum_when_samples_differ_then_is_small},
        {"test_two_sorts_when_far_apart_then_finds_the_cut",
            test_two_sorts_when_far_apart_then_finds_the_cut},
        {0},
    };
    return unit_main("stats", tests);
}
