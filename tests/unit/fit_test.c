/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stddef.h>

#include "grader/base/random.h"
#include "grader/stats/fit.h"
#include "tests/unit/unit.h"

/* Shares worked out by hand, and curves made from a known share. */

enum { N_POINTS = 12 };

static const int workers[N_POINTS] = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64};

/* A curve of a law with a known share, known to within @p relative. */
static void make(struct fit_point points[N_POINTS], double share,
    double relative, double (*law)(double, double))
{
    for (int i = 0; i < N_POINTS; i++) {
        const double s = law(share, workers[i]);
        points[i] = (struct fit_point){
            workers[i], s, {s * (1 - relative), s * (1 + relative)}};
    }
}

static void test_karp_flatt_when_worked_by_hand_then_is_that(void)
{
    /* 1/1.6 - 1/2 = 0.125, over 1/2 */
    CU_ASSERT_DOUBLE_EQUAL(fit_karp_flatt(1.6, 2), 0.25, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(fit_karp_flatt(2, 2), 0, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(fit_karp_flatt(1, 7), 1, 1e-15);
    /* 1/32 - 1/64 = 1/64, over 63/64 */
    CU_ASSERT_DOUBLE_EQUAL(fit_karp_flatt(32, 64), 1.0 / 63, 1e-15);
}

static void test_karp_flatt_when_superlinear_then_is_negative(void)
{
    CU_ASSERT_DOUBLE_EQUAL(fit_karp_flatt(2.5, 2), -0.2, 1e-15);
    CU_ASSERT(fit_karp_flatt(0.5, 2) > 1); /* slower than serial */
}

static void test_karp_flatt_when_interval_then_ends_change_places(void)
{
    const struct interval e =
        fit_karp_flatt_interval((struct interval){1.6, 2}, 2);
    CU_ASSERT_DOUBLE_EQUAL(e.low, 0, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(e.high, 0.25, 1e-15);
}

static void test_amdahl_when_exact_then_share_is_found(void)
{
    static const double shares[] = {0, 0.001, 0.05, 0.5, 1};
    struct fit_point points[N_POINTS];
    struct fit fit;
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        make(points, shares[i], 0, fit_amdahl_speedup);
        CU_ASSERT_TRUE(fit_amdahl(points, N_POINTS, &fit));
        CU_ASSERT_DOUBLE_EQUAL(fit.share, shares[i], 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(fit.interval.low, shares[i], 1e-12);
        CU_ASSERT_DOUBLE_EQUAL(fit.interval.high, shares[i], 1e-12);
        CU_ASSERT_EQUAL(fit.n_points, N_POINTS - 1);
    }
}

/* Two points, by hand: x = 1/2 and 3/4, y = 1/1.6 - 1/2 = 0.125 and
 * 1/2 - 1/4 = 0.25: f = (0.0625 + 0.1875) / (0.25 + 0.5625). */
static void test_amdahl_when_points_disagree_then_is_least_squares(void)
{
    const struct fit_point points[] = {{2, 1.6, {1.6, 1.6}}, {4, 2, {2, 2}}};
    struct fit fit;
    CU_ASSERT_TRUE(fit_amdahl(points, 2, &fit));
    CU_ASSERT_DOUBLE_EQUAL(fit.share, 0.25 / 0.8125, 1e-15);
}

static void test_amdahl_when_one_point_then_is_karp_flatt(void)
{
    const struct fit_point points[] = {
        {1, 0.9, {0.8, 1}}, {2, 1.6, {1.5, 1.7}}};
    struct fit fit;
    CU_ASSERT_TRUE(fit_amdahl(points, 2, &fit));
    CU_ASSERT_EQUAL(fit.n_points, 1);
    CU_ASSERT_DOUBLE_EQUAL(fit.share, fit_karp_flatt(1.6, 2), 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(fit.interval.low, fit_karp_flatt(1.7, 2), 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(fit.interval.high, fit_karp_flatt(1.5, 2), 1e-15);
}

static void test_fits_when_no_point_has_two_workers_then_there_is_none(void)
{
    const struct fit_point one = {1, 1, {1, 1}};
    struct fit fit;
    CU_ASSERT_FALSE(fit_amdahl(&one, 1, &fit));
    CU_ASSERT_FALSE(fit_gustafson(NULL, 0, &fit));
}

static void test_amdahl_when_speedups_are_noisy_then_interval_holds_share(void)
{
    struct random random = random_stream(1, "curve");
    for (int k = 0; k < 1000; k++) {
        struct fit_point points[N_POINTS];
        struct fit fit;
        make(points, 0.03, 0, fit_amdahl_speedup);
        for (int i = 0; i < N_POINTS; i++) {
            struct fit_point *p = &points[i];
            p->speedup *= 1 + random_between(&random, -0.02, 0.02);
            p->interval.low = p->speedup * 0.98;
            p->interval.high = p->speedup * 1.0205;
        }
        CU_ASSERT_TRUE(fit_amdahl(points, N_POINTS, &fit));
        CU_ASSERT(fit.interval.low <= 0.03 && 0.03 <= fit.interval.high);
        CU_ASSERT(fit.interval.high - fit.interval.low < 0.02);
        CU_ASSERT_DOUBLE_EQUAL(fit.share, 0.03, 0.01);
    }
}

static void test_amdahl_when_superlinear_then_share_is_negative(void)
{
    const struct fit_point points[] = {
        {2, 2.2, {2.1, 2.3}}, {4, 4.8, {4.5, 5}}};
    struct fit fit;
    CU_ASSERT_TRUE(fit_amdahl(points, 2, &fit));
    CU_ASSERT(fit.share < 0 && fit.interval.high < 0);
}

static void test_amdahl_speedup_when_workers_are_endless_then_is_limit(void)
{
    CU_ASSERT_DOUBLE_EQUAL(fit_amdahl_speedup(0.05, INFINITY), 20, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(fit_amdahl_speedup(0.05, 1), 1, 1e-15);
    CU_ASSERT_DOUBLE_EQUAL(fit_amdahl_speedup(0, 64), 64, 1e-12);
}

static void test_gustafson_when_exact_then_share_is_found(void)
{
    static const double shares[] = {0, 0.01, 0.3, 1};
    struct fit_point points[N_POINTS];
    struct fit fit;
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        make(points, shares[i], 0.01, fit_gustafson_speedup);
        CU_ASSERT_TRUE(fit_gustafson(points, N_POINTS, &fit));
        CU_ASSERT_DOUBLE_EQUAL(fit.share, shares[i], 1e-12);
        CU_ASSERT(fit.interval.low < shares[i]);
        CU_ASSERT(fit.interval.high > shares[i]);
    }
    /* 64 workers, of whose time 0.1 is serial: 64 - 0.1 * 63 */
    CU_ASSERT_DOUBLE_EQUAL(fit_gustafson_speedup(0.1, 64), 57.7, 1e-12);
}

static void test_trend_when_intervals_are_known_then_is_told(void)
{
    static const struct {
        struct interval e[3];
        size_t n;
        enum fit_trend trend;
    } rows[] = {
        {{{0.04, 0.06}, {0.045, 0.055}, {0.05, 0.052}}, 3, FIT_CONSTANT},
        {{{0.01, 0.02}, {0.02, 0.04}, {0.05, 0.06}}, 3, FIT_RISING},
        {{{0.05, 0.06}, {0.01, 0.02}}, 2, FIT_FALLING},
        {{{0.04, 0.06}}, 1, FIT_UNCLEAR},
        {{{0.01, 0.09}, {0.05, 0.052}}, 2, FIT_UNCLEAR}, /* too wide */
        {{{-0.01, 0.01}, {-0.01, 0.01}}, 2, FIT_UNCLEAR}, /* may be none */
        {{{0.04, 0.06}, {0.08, 0.09}, {0.05, 0.06}}, 3, FIT_UNCLEAR},
        {{{0, 0}}, 0, FIT_UNCLEAR},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CU_ASSERT_EQUAL(fit_trend(rows[i].e, rows[i].n), rows[i].trend);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_karp_flatt_when_worked_by_hand_then_is_that",
            test_karp_flatt_when_worked_by_hand_then_is_that},
        {"test_karp_flatt_when_superlinear_then_is_negative",
            test_karp_flatt_when_superlinear_then_is_negative},
        {"test_karp_flatt_when_interval_then_ends_change_places",
            test_karp_flatt_when_interval_then_ends_change_places},
        {"test_amdahl_when_exact_then_share_is_found",
            test_amdahl_when_exact_then_share_is_found},
        {"test_amdahl_when_points_disagree_then_is_least_squares",
            test_amdahl_when_points_disagree_then_is_least_squares},
        {"test_amdahl_when_one_point_then_is_karp_flatt",
            test_amdahl_when_one_point_then_is_karp_flatt},
        {"test_fits_when_no_point_has_two_workers_then_there_is_none",
            test_fits_when_no_point_has_two_workers_then_there_is_none},
        {"test_amdahl_when_speedups_are_noisy_then_interval_holds_share",
            test_amdahl_when_speedups_are_noisy_then_interval_holds_share},
        {"test_amdahl_when_superlinear_then_share_is_negative",
            test_amdahl_when_superlinear_then_share_is_negative},
        {"test_amdahl_speedup_when_workers_are_endless_then_is_limit",
            test_amdahl_speedup_when_workers_are_endless_then_is_limit},
        {"test_gustafson_when_exact_then_share_is_found",
            test_gustafson_when_exact_then_share_is_found},
        {"test_trend_when_intervals_are_known_then_is_told",
            test_trend_when_intervals_are_known_then_is_told},
        {0},
    };
    return unit_main("fit", tests);
}
