/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "grader/judge/compare.h"
#include "grader/score/score.h"
#include "tests/unit/unit.h"

/* Outcomes to points and names, and the comparison that makes outcomes. */

static char first[] = "first", second[] = "second", name[] = "lab/one";
static struct group groups[] = {
    {first, first, 40, true}, {second, second, 20, false}};
static const struct exercise exercise = {
    .name = name, .groups = groups, .n_groups = 2};

/* Three cases: two of the first group, one of the second. */
static struct correctness outcome(struct case_result cases[3],
    enum case_cause a, enum case_cause b, enum case_cause c, bool is_concurrent)
{
    cases[0] =
        (struct case_result){.number = 1, .group = &groups[0], .cause = a};
    cases[1] =
        (struct case_result){.number = 2, .group = &groups[0], .cause = b};
    cases[2] =
        (struct case_result){.number = 3, .group = &groups[1], .cause = c};
    return (struct correctness){.cases = cases,
        .n_cases = 3,
        .is_observed = true,
        .is_concurrent = is_concurrent,
        .work.concurrency = is_concurrent ? 1.9 : 1.0};
}

static void test_correctness_when_cases_fail_then_their_group_counts_not(void)
{
    static const struct {
        enum case_cause a, b, c;
        bool is_concurrent;
        int points;
        bool has_speed;
    } rows[] = {
        {CASE_PASSED, CASE_PASSED, CASE_PASSED, true, 60, true},
        {CASE_PASSED, CASE_PASSED, CASE_WRONG, true, 40, true},
        {CASE_PASSED, CASE_CRASHED, CASE_PASSED, true, 20, false},
        {CASE_WRONG, CASE_WRONG, CASE_NOT_RUN, true, 0, false},
        {CASE_PASSED, CASE_PASSED, CASE_PASSED, false, 20, false},
        {CASE_PASSED, CASE_PASSED, CASE_WRONG, false, 13, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct case_result cases[3];
        const struct correctness correctness = outcome(
            cases, rows[i].a, rows[i].b, rows[i].c, rows[i].is_concurrent);
        const struct points points = score_correctness(&exercise, &correctness);
        CU_ASSERT_EQUAL(points.points, rows[i].points);
        CU_ASSERT_EQUAL(points.max, 60);
        CU_ASSERT_EQUAL(
            score_speed_counts(&exercise, &correctness), rows[i].has_speed);
    }
}

static void test_group_when_it_has_no_case_then_does_not_pass(void)
{
    const struct correctness none = {0};
    CU_ASSERT_FALSE(score_group_passes(&groups[0], &none));
}

static void test_compare_when_values_are_odd_then_is_strict(void)
{
    static const struct {
        double got, expected;
        bool is_right;
    } rows[] = {
        {1, 1, true},
        {1 + 1e-12, 1, true},
        {1 + 1e-9, 1, false},
        {NAN, NAN, true},
        {1, NAN, false},
        {NAN, 1, false},
        {INFINITY, INFINITY, true},
        {-INFINITY, INFINITY, false},
        {1e308, INFINITY, false},
        {INFINITY, 1e308, false},
        {-0.0, 0.0, true},
        {1e-12, 0, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct difference d =
            compare_f64(&rows[i].got, &rows[i].expected, 1, 1e-11, 0);
        CU_ASSERT_EQUAL(d.n_wrong, rows[i].is_right ? 0 : 1);
    }
}

static void test_compare_when_several_differ_then_finds_first_and_worst(void)
{
    const double expected[] = {1, 10, 100, 1000};
    const double got[] = {1, 11, 100, 2000};
    const struct difference d = compare_f64(got, expected, 4, 1e-3, 0);
    CU_ASSERT_EQUAL(d.n_wrong, 2);
    CU_ASSERT_EQUAL(d.first, 1);
    CU_ASSERT_EQUAL(d.worst, 3);
    CU_ASSERT_EQUAL(d.worst_error, 1000);
    CU_ASSERT_DOUBLE_EQUAL(d.worst_allowed, 1, 1e-12);
    const int32_t a[] = {1, 2, 3}, b[] = {1, 5, 6};
    const struct difference e = compare_exact(a, b, 3, sizeof *a);
    CU_ASSERT_EQUAL(e.n_wrong, 2);
    CU_ASSERT_EQUAL(e.first, 1);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_correctness_when_cases_fail_then_their_group_counts_not",
            test_correctness_when_cases_fail_then_their_group_counts_not},
        {"test_group_when_it_has_no_case_then_does_not_pass",
            test_group_when_it_has_no_case_then_does_not_pass},
        {"test_compare_when_values_are_odd_then_is_strict",
            test_compare_when_values_are_odd_then_is_strict},
        {"test_compare_when_several_differ_then_finds_first_and_worst",
            test_compare_when_several_differ_then_finds_first_and_worst},
        {0},
    };
    return unit_main("score", tests);
}
