/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/random.h"
#include "grader/measure/measure.h"
#include "grader/score/score.h"
#include "tests/unit/unit.h"

/* Blocks with known times: what they are worth, and when they do not count.
 * Two workers throughout; a unit of work takes the baseline one second. */

enum { WORKERS = 2 };

/* A quiet block in which copies gain 1.95 and the candidate reaches the
 * share @p gain of it, all times varied by @p noise. */
static struct sample block(double gain, double noise, struct random *random)
{
    const double attainable = 1.95;
    const double speedup = 1 + gain * (attainable - 1);
    struct sample s = {0};
    s.baseline.seconds = 1 + noise * random_between(random, -1, 1);
    s.baseline.cpu_s = s.baseline.seconds;
    for (int i = 0; i < WORKERS; i++) {
        s.copies[i].seconds =
            1 / attainable * (1 + noise * random_between(random, -1, 1));
        s.copies[i].cpu_s = s.copies[i].seconds;
    }
    s.candidate.seconds =
        1 / speedup * (1 + noise * random_between(random, -1, 1));
    s.candidate.cpu_s = s.candidate.seconds * WORKERS;
    return s;
}

static void judge_on(
    struct sample *sample, bool is_stolen, bool has_equal_cores)
{
    const struct block_facts facts = {.n_workers = WORKERS,
        .work = 1,
        .copy_work = {0.5, 0.5},
        .is_stolen = is_stolen,
        .has_equal_cores = has_equal_cores};
    measure_judge_block(sample, &facts);
}

static void judge(struct sample *sample, bool is_stolen)
{
    judge_on(sample, is_stolen, true);
}

static void add(struct measurement *m, const struct sample *sample)
{
    m->samples = mem_grow(m->samples, m->n_samples, sizeof *sample);
    m->samples[m->n_samples++] = *sample;
}

static void test_block_when_quiet_then_ratios_follow_the_definition(void)
{
    struct random random = random_stream(1, "block");
    struct sample s = block(0.8, 0, &random);
    judge(&s, false);
    CU_ASSERT_EQUAL(s.flaw, FLAW_NONE);
    CU_ASSERT_DOUBLE_EQUAL(s.attainable, 1.95, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(s.speedup, 1.76, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(s.gain, 0.8, 1e-12);
}

static void test_block_when_copies_differ_then_rates_are_added(void)
{
    struct random random = random_stream(1, "block");
    struct sample s = block(1, 0, &random);
    s.copies[0].seconds = 0.5; /* a core of full speed */
    s.copies[1].seconds = 1.0; /* and one of half of it */
    judge_on(&s, false, false);
    CU_ASSERT_DOUBLE_EQUAL(s.attainable, 1.5, 1e-12);
    CU_ASSERT_EQUAL(s.flaw, FLAW_NONE);
    judge_on(&s, false, true); /* they should not differ: disturbed */
    CU_ASSERT_EQUAL(s.flaw, FLAW_UNEVEN);
}

/* Another program takes a part's core for a while. */
static void disturb(struct part *part, double share)
{
    part->delay_s = share * part->seconds;
    part->cpu_s -= part->delay_s;
}

static void test_block_when_any_part_is_disturbed_then_does_not_count(void)
{
    struct random random = random_stream(1, "block");
    for (int which = 0; which < 5; which++) {
        struct sample s = block(1, 0, &random);
        if (which == 0)
            disturb(&s.baseline, 0.1);
        if (which == 1)
            disturb(&s.copies[1], 0.1);
        if (which == 2) {
            s.candidate.delay_s = 0.2;
            s.candidate.cpu_s -= 0.1;
        }
        if (which == 4)
            s.copies[0].seconds = s.copies[1].seconds = 0.9;
        judge(&s, which == 3);
        CU_ASSERT_NOT_EQUAL(s.flaw, FLAW_NONE);
        CU_ASSERT_NOT_EQUAL(measure_flaw_text(s.flaw)[0], '\0');
    }
}

static void test_block_when_delay_costs_no_time_then_counts(void)
{
    struct random random = random_stream(1, "block");
    struct sample s = block(1, 0, &random);
    s.candidate.delay_s = 0.5; /* yet the cores were never idle */
    judge(&s, false);
    CU_ASSERT_EQUAL(s.flaw, FLAW_NONE);
}

static struct measurement measured(double gain, double noise, size_t n)
{
    struct measurement m = {.n_workers = WORKERS, .budget_s = 15};
    struct random random = random_stream(3, "blocks");
    for (size_t i = 0; i < n; i++) {
        struct sample s = block(gain, noise, &random);
        judge(&s, false);
        add(&m, &s);
    }
    measure_summarise(&m);
    return m;
}

static void test_summary_when_blocks_are_clean_then_holds_the_truth(void)
{
    static const double gains[] = {0, 0.2, 0.5, 0.8, 1};
    for (size_t i = 0; i < sizeof gains / sizeof *gains; i++) {
        struct measurement m = measured(gains[i], 0.01, 15);
        CU_ASSERT_EQUAL(m.status, MEASURE_MEASURED);
        CU_ASSERT_EQUAL(m.n_clean, 15);
        CU_ASSERT(m.gain_interval.low <= gains[i]);
        CU_ASSERT(m.gain_interval.high >= gains[i]);
        measure_free(&m);
    }
}

static void test_summary_when_blocks_are_few_then_is_not_measured(void)
{
    struct measurement m = measured(1, 0, 13);
    CU_ASSERT_EQUAL(m.status, MEASURE_NOT_MEASURED);
    CU_ASSERT_PTR_NOT_NULL(strstr(m.why, "only 13 runs fitted into 15"));
    measure_free(&m);
}

static void test_summary_when_machine_is_busy_then_says_so(void)
{
    struct measurement m = {.n_workers = WORKERS};
    struct random random = random_stream(3, "busy");
    for (int i = 0; i < 60; i++) {
        struct sample s = block(1, 0, &random);
        disturb(&s.baseline, i % 6 == 0 ? 0 : 0.25);
        disturb(&s.copies[0], i % 6 == 0 ? 0 : 0.125);
        judge(&s, false);
        add(&m, &s);
    }
    measure_summarise(&m);
    CU_ASSERT_EQUAL(m.status, MEASURE_NOT_MEASURED);
    CU_ASSERT_EQUAL(m.n_clean, 10);
    CU_ASSERT_PTR_NOT_NULL(strstr(m.why, "busy: in 50 of 60 runs"));
    CU_ASSERT_PTR_NOT_NULL(strstr(m.why, "25 %"));
    measure_free(&m);
}

static void test_summary_when_host_is_busy_then_says_so(void)
{
    struct measurement m = {.n_workers = WORKERS};
    struct random random = random_stream(3, "host");
    for (int i = 0; i < 20; i++) {
        struct sample s = block(1, 0, &random);
        s.copies[1].seconds *= 1.3;
        judge(&s, false);
        add(&m, &s);
    }
    measure_summarise(&m);
    CU_ASSERT_EQUAL(m.status, MEASURE_NOT_MEASURED);
    CU_ASSERT_PTR_NOT_NULL(strstr(m.why, "slower than others"));
    measure_free(&m);
}

static void test_summary_when_cores_are_shared_then_says_so(void)
{
    struct measurement m = {.n_workers = WORKERS};
    struct random random = random_stream(3, "shared");
    for (int i = 0; i < 20; i++) {
        struct sample s = block(1, 0, &random);
        s.copies[0].seconds = s.copies[1].seconds = 0.88;
        judge(&s, false);
        add(&m, &s);
    }
    measure_summarise(&m);
    CU_ASSERT_EQUAL(m.status, MEASURE_NOT_MEASURED);
    CU_ASSERT_PTR_NOT_NULL(strstr(m.why, "can gain 1.14x"));
    measure_free(&m);
}

/* Four threads on two cores delay each other in every block: that is the
 * candidate's own doing and counts. */
static void test_summary_when_delay_is_self_inflicted_then_counts(void)
{
    struct measurement m = {.n_workers = WORKERS};
    struct random random = random_stream(3, "self");
    for (int i = 0; i < 20; i++) {
        struct sample s = block(0.5, 0.001, &random);
        s.candidate.delay_s = 0.3;
        s.candidate.cpu_s -= 0.2;
        judge(&s, false);
        CU_ASSERT_EQUAL(s.flaw, FLAW_BUSY);
        add(&m, &s);
    }
    measure_summarise(&m);
    CU_ASSERT_EQUAL(m.status, MEASURE_MEASURED);
    CU_ASSERT_DOUBLE_EQUAL(m.gain, 0.5, 0.01);
    measure_free(&m);
}

/* As many blocks in which only the candidate lost time are a disturbance when
 * the other parts lost theirs as often, for their time on the cores. */
static void test_summary_when_all_parts_suffer_then_is_foreign(void)
{
    struct measurement m = {.n_workers = WORKERS};
    struct random random = random_stream(3, "foreign");
    for (int i = 0; i < 60; i++) {
        struct sample s = block(0.5, 0.001, &random);
        if (i % 5 < 2) {
            s.candidate.delay_s = 0.3;
            s.candidate.cpu_s -= 0.2;
        } else if (i % 5 < 4) {
            disturb(&s.copies[i % 2], 0.2);
        }
        judge(&s, false);
        add(&m, &s);
    }
    measure_summarise(&m);
    CU_ASSERT_EQUAL(m.n_clean, 12);
    measure_free(&m);
}

/* A machine in two states: the grade belongs to the commoner one. */
static void test_summary_when_state_jumps_then_keeps_the_commoner(void)
{
    struct measurement m = {.n_workers = WORKERS};
    struct random random = random_stream(3, "states");
    for (int i = 0; i < 60; i++) {
        const bool is_near = i % 3 == 0;
        struct sample s = block(is_near ? 0.2 : 0.8, 0.002, &random);
        for (int k = 0; k < WORKERS && is_near; k++)
            s.copies[k].seconds = s.copies[k].cpu_s = 1 / 1.4;
        judge(&s, false);
        add(&m, &s);
    }
    measure_summarise(&m);
    CU_ASSERT_EQUAL(m.n_clean, 40);
    CU_ASSERT_EQUAL(m.samples[0].flaw, FLAW_STATE);
    CU_ASSERT_DOUBLE_EQUAL(m.gain, 0.8, 0.01);
    CU_ASSERT_DOUBLE_EQUAL(m.attainable, 1.95, 0.01);
    measure_free(&m);
}

static void test_summary_when_gain_drifts_then_interval_holds_both_ends(void)
{
    struct measurement m = {.n_workers = WORKERS};
    struct random random = random_stream(3, "drift");
    for (int i = 0; i < 60; i++) {
        struct sample s = block(0.9 - 0.005 * i, 0.002, &random);
        judge(&s, false);
        add(&m, &s);
    }
    measure_summarise(&m);
    CU_ASSERT_EQUAL(m.status, MEASURE_MEASURED);
    CU_ASSERT(m.gain_interval.low < 0.7 && m.gain_interval.high > 0.8);
    CU_ASSERT_PTR_NOT_NULL(strstr(m.variation, "in the first half"));
    measure_free(&m);
}

static void test_summary_when_runs_are_of_two_sorts_then_names_them(void)
{
    struct measurement m = {.n_workers = WORKERS};
    struct random random = random_stream(3, "sorts");
    struct measure measure = {.points = 40, .full_gain_percent = 90};
    for (int i = 0; i < 60; i++) {
        struct sample s = block(i % 2 == 0 ? 0.4 : 0.9, 0.002, &random);
        judge(&s, false);
        add(&m, &s);
    }
    measure_summarise(&m);
    CU_ASSERT_EQUAL(score_measurement(&measure, &m).open, 40);
    CU_ASSERT_PTR_NOT_NULL(strstr(m.why, "30 around 1.38x and 30 around 1.8"));
    measure_free(&m);
}

/* All times of a block go up and down together: the machine's clock, say. */
static void test_summary_when_machine_is_unsteady_then_says_so(void)
{
    struct measurement m = {.n_workers = WORKERS};
    struct random random = random_stream(3, "unsteady");
    struct measure measure = {.points = 40, .full_gain_percent = 90};
    for (int i = 0; i < 60; i++) {
        struct sample s = block(0.5, 0.2, &random);
        judge_on(&s, false, false);
        add(&m, &s);
    }
    measure_summarise(&m);
    CU_ASSERT_EQUAL(score_measurement(&measure, &m).open, 40);
    CU_ASSERT_PTR_NOT_NULL(strstr(m.why, "this machine changes its speed"));
    measure_free(&m);
}

/* Recorded blocks of a yardstick without copies. */
static void test_block_when_yardstick_is_stated_then_needs_no_copies(void)
{
    struct sample s = {.baseline = {.seconds = 0.8, .cpu_s = 0.01},
        .candidate = {.seconds = 0.11, .cpu_s = 0.01}};
    const struct block_facts facts = {
        .n_workers = 8, .attainable = 8, .work = 1, .has_equal_cores = true};
    measure_judge_block(&s, &facts);
    CU_ASSERT_EQUAL(s.flaw, FLAW_NONE);
    CU_ASSERT_DOUBLE_EQUAL(s.attainable, 8, 1e-12);
    CU_ASSERT_DOUBLE_EQUAL(s.gain, (0.8 / 0.11 - 1) / 7, 1e-12);
}

static void test_summary_when_no_yardstick_then_speedup_has_an_interval(void)
{
    struct measurement m = {.n_workers = 1};
    struct random random = random_stream(3, "none");
    const struct block_facts facts = {
        .n_workers = 1, .attainable = NAN, .work = 1};
    for (int i = 0; i < 20; i++) {
        struct sample s = block(0, 0.01, &random);
        measure_judge_block(&s, &facts);
        add(&m, &s);
    }
    measure_summarise(&m);
    CU_ASSERT_EQUAL(m.status, MEASURE_MEASURED);
    CU_ASSERT_TRUE(isnan(m.gain));
    CU_ASSERT(m.speedup_interval.low <= m.speedup);
    CU_ASSERT(m.speedup_interval.high >= m.speedup);
    CU_ASSERT_DOUBLE_EQUAL(m.speedup, 1, 0.02);
    measure_free(&m);
}

/* A candidate that the clock cannot show is faster than anything: full points,
 * and numbers that can be printed. */
static void test_block_when_candidate_takes_no_time_then_is_finite(void)
{
    struct measurement m = {.n_workers = WORKERS};
    struct random random = random_stream(3, "fast");
    struct measure measure = {.points = 40, .full_gain_percent = 90};
    for (int i = 0; i < 20; i++) {
        struct sample s = block(1, 0.01, &random);
        s.candidate = (struct part){0};
        judge(&s, false);
        add(&m, &s);
    }
    measure_summarise(&m);
    CU_ASSERT_TRUE(score_is_precise(&measure, &m));
    CU_ASSERT_EQUAL(score_measurement(&measure, &m).points, 40);
    CU_ASSERT_TRUE(isfinite(m.speedup) && isfinite(m.speedup_interval.high));
    measure_free(&m);
}

static void test_slow_when_others_cannot_be_the_reason_then_is_too_slow(void)
{
    struct random random = random_stream(1, "late");
    struct sample s = block(0, 0, &random);
    s.candidate.seconds = 5;
    CU_ASSERT_FALSE(measure_is_too_slow(&s, WORKERS));
    s.is_late = true;
    CU_ASSERT_TRUE(measure_is_too_slow(&s, WORKERS));
    s.candidate.delay_s = 4; /* others had the cores */
    s.candidate.cpu_s = 2;
    CU_ASSERT_FALSE(measure_is_too_slow(&s, WORKERS));
    s.candidate.delay_s = 0;
    disturb(&s.baseline, 0.1); /* is the limit of 5 times right? */
    CU_ASSERT_FALSE(measure_is_too_slow(&s, WORKERS));
}

static void test_precise_when_one_below_full_then_goes_on(void)
{
    static const struct {
        double gain;
        struct interval interval;
        bool is_precise;
    } rows[] = {{0.95, {0.88, 1.1}, true}, {0.89, {0.87, 0.92}, true},
        {0.88, {0.87, 0.895}, false}, {0.87, {0.85, 0.885}, true},
        {0.5, {0.48, 0.52}, true}, {0.5, {0.44, 0.52}, false},
        {-0.3, {-0.9, 0.01}, true}, {1.5, {0.91, 3}, true}};
    const struct measure measure = {.points = 40, .full_gain_percent = 90};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct measurement m = {
            .gain = rows[i].gain, .gain_interval = rows[i].interval};
        CU_ASSERT_EQUAL(score_is_precise(&measure, &m), rows[i].is_precise);
    }
}

static void test_points_when_gain_grows_then_are_linear_to_full(void)
{
    static const struct {
        double gain;
        int points;
    } rows[] = {{-1, 0}, {0, 0}, {0.225, 10}, {0.45, 20}, {0.675, 30},
        {0.9, 40}, {1.7, 40}};
    struct measure measure = {.points = 40, .full_gain_percent = 90};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CU_ASSERT_EQUAL(score_of_gain(&measure, rows[i].gain), rows[i].points);
    CU_ASSERT_DOUBLE_EQUAL(score_full_speedup(&measure, 2), 1.9, 1e-12);
    measure.full_gain_percent = 50;
    CU_ASSERT_EQUAL(score_of_gain(&measure, 0.25), 20);
    CU_ASSERT_DOUBLE_EQUAL(score_full_speedup(&measure, 2), 1.5, 1e-12);
}

static void test_points_when_interval_is_wide_then_stay_open(void)
{
    struct measure measure = {.points = 40, .full_gain_percent = 90};
    struct measurement m = {
        .status = MEASURE_MEASURED, .gain = 0.5, .gain_interval = {0.4, 0.6}};
    struct points points = score_measurement(&measure, &m);
    CU_ASSERT_EQUAL(m.status, MEASURE_NOT_MEASURED);
    CU_ASSERT_EQUAL(points.open, 40);
    CU_ASSERT_EQUAL(points.points, 0);
    /* Wide, but wholly at full points. */
    m = (struct measurement){
        .status = MEASURE_MEASURED, .gain = 1.1, .gain_interval = {0.95, 1.4}};
    points = score_measurement(&measure, &m);
    CU_ASSERT_EQUAL(points.points, 40);
    CU_ASSERT_EQUAL(points.open, 0);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_block_when_quiet_then_ratios_follow_the_definition",
            test_block_when_quiet_then_ratios_follow_the_definition},
        {"test_block_when_copies_differ_then_rates_are_added",
            test_block_when_copies_differ_then_rates_are_added},
        {"test_block_when_any_part_is_disturbed_then_does_not_count",
            test_block_when_any_part_is_disturbed_then_does_not_count},
        {"test_block_when_delay_costs_no_time_then_counts",
            test_block_when_delay_costs_no_time_then_counts},
        {"test_summary_when_blocks_are_clean_then_holds_the_truth",
            test_summary_when_blocks_are_clean_then_holds_the_truth},
        {"test_summary_when_blocks_are_few_then_is_not_measured",
            test_summary_when_blocks_are_few_then_is_not_measured},
        {"test_summary_when_machine_is_busy_then_says_so",
            test_summary_when_machine_is_busy_then_says_so},
        {"test_summary_when_host_is_busy_then_says_so",
            test_summary_when_host_is_busy_then_says_so},
        {"test_summary_when_cores_are_shared_then_says_so",
            test_summary_when_cores_are_shared_then_says_so},
        {"test_summary_when_delay_is_self_inflicted_then_counts",
            test_summary_when_delay_is_self_inflicted_then_counts},
        {"test_summary_when_all_parts_suffer_then_is_foreign",
            test_summary_when_all_parts_suffer_then_is_foreign},
        {"test_summary_when_state_jumps_then_keeps_the_commoner",
            test_summary_when_state_jumps_then_keeps_the_commoner},
        {"test_summary_when_gain_drifts_then_interval_holds_both_ends",
            test_summary_when_gain_drifts_then_interval_holds_both_ends},
        {"test_summary_when_runs_are_of_two_sorts_then_names_them",
            test_summary_when_runs_are_of_two_sorts_then_names_them},
        {"test_summary_when_machine_is_unsteady_then_says_so",
            test_summary_when_machine_is_unsteady_then_says_so},
        {"test_block_when_yardstick_is_stated_then_needs_no_copies",
            test_block_when_yardstick_is_stated_then_needs_no_copies},
        {"test_summary_when_no_yardstick_then_speedup_has_an_interval",
            test_summary_when_no_yardstick_then_speedup_has_an_interval},
        {"test_block_when_candidate_takes_no_time_then_is_finite",
            test_block_when_candidate_takes_no_time_then_is_finite},
        {"test_slow_when_others_cannot_be_the_reason_then_is_too_slow",
            test_slow_when_others_cannot_be_the_reason_then_is_too_slow},
        {"test_precise_when_one_below_full_then_goes_on",
            test_precise_when_one_below_full_then_goes_on},
        {"test_points_when_gain_grows_then_are_linear_to_full",
            test_points_when_gain_grows_then_are_linear_to_full},
        {"test_points_when_interval_is_wide_then_stay_open",
            test_points_when_interval_is_wide_then_stay_open},
        {0},
    };
    return unit_main("measure", tests);
}
