/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "grader/diagnose/diagnose.h"
#include "tests/unit/unit.h"

/* Correctness is made by hand: cases with a count n on so many workers, and
 * what came of each. */

enum { CASES_MAX = 32 };

static char threads_name[] = "lab/threads";
static const struct exercise threads = {
    .name = threads_name, .kind = KIND_THREADS};
static const struct exercise processes = {
    .name = threads_name, .kind = KIND_PROCESSES};

static struct case_result cases[CASES_MAX];
static struct correctness seen;
static struct measurement measured;

static void start(void)
{
    memset(cases, 0, sizeof cases);
    seen = (struct correctness){.cases = cases};
    measured = (struct measurement){
        .status = MEASURE_MEASURED, .gain_interval = {0.4, 0.5}};
}

static struct case_result *add(uint64_t n, int n_workers, enum case_cause cause)
{
    struct case_result *one = &cases[seen.n_cases++];
    *one = (struct case_result){.number = seen.n_cases, .cause = cause};
    one->facts.n_workers = n_workers;
    one->facts.n_counts = 1;
    strcpy(one->facts.counts[0].name, "n");
    one->facts.counts[0].value = n;
    one->facts.fault = cause == CASE_WRONG ? FAULT_VALUE : FAULT_NONE;
    one->facts.value = (struct fault_value){
        .n = n, .n_wrong = n, .last = n > 0 ? n - 1 : 0, .worst_relative = 1};
    return one;
}

/* Cases of many sizes, those wrong that have a property. */
static void add_all(bool is_wrong(uint64_t n, int n_workers))
{
    static const uint64_t sizes[] = {0, 1, 3, 8, 12, 13, 100, 101};
    static const int workers[] = {1, 2, 4};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t k = 0; k < sizeof workers / sizeof *workers; k++)
            add(sizes[i], workers[k],
                is_wrong(sizes[i], workers[k]) ? CASE_WRONG : CASE_PASSED);
}

/* The names that are given, joined by blanks. */
static const char *names_for(
    const struct exercise *exercise, const struct findings *others)
{
    static char names[200];
    struct findings found;
    const struct diagnose_input input = {.exercise = exercise,
        .correctness = &seen,
        .measured = &measured,
        .findings = {others}};
    diagnose(&input, &found);
    names[0] = '\0';
    for (size_t i = 0; i < found.n; i++) {
        CU_ASSERT(found.list[i].evidence[0] != '\0');
        if (i > 0)
            strcat(names, " ");
        strcat(names, found.list[i].name);
    }
    findings_free(&found);
    return names;
}

static const char *names(void)
{
    return names_for(&threads, NULL);
}

static bool has_remainder(uint64_t n, int n_workers)
{
    return n % (uint64_t)n_workers != 0;
}

static bool has_fewer(uint64_t n, int n_workers)
{
    return n > 0 && n < (uint64_t)n_workers;
}

static bool is_empty(uint64_t n, int n_workers)
{
    return n == 0 && n_workers > 0;
}

static bool is_never(uint64_t n, int n_workers)
{
    return n > 1000 && n_workers > 1000;
}

static bool is_large(uint64_t n, int n_workers)
{
    return n > 50 && n_workers > 0;
}

static void test_patterns_when_they_fit_all_cases_then_are_named(void)
{
    start();
    add_all(has_remainder);
    CU_ASSERT_STRING_EQUAL(names(), "remainder");
    start();
    add_all(has_fewer);
    CU_ASSERT_STRING_EQUAL(names(), "fewer-items-than-workers");
    start();
    add_all(is_empty);
    CU_ASSERT_STRING_EQUAL(names(), "empty-input");
    start();
    add_all(is_large);
    CU_ASSERT_STRING_EQUAL(names(), "");
    start();
    add_all(is_never);
    CU_ASSERT_STRING_EQUAL(names(), "");
}

static void test_patterns_when_another_case_fails_then_nothing(void)
{
    start();
    add_all(has_remainder);
    add(16, 2, CASE_WRONG);
    CU_ASSERT_STRING_EQUAL(names(), "");
    start();
    add_all(has_fewer);
    add(7, 1, CASE_WRONG);
    CU_ASSERT_STRING_EQUAL(names(), "");
}

static void test_patterns_when_few_cases_then_nothing(void)
{
    start();
    add(3, 2, CASE_WRONG);
    add(5, 2, CASE_WRONG);
    add(4, 2, CASE_PASSED);
    CU_ASSERT_STRING_EQUAL(names(), "");
}

static void test_patterns_when_some_are_right_by_chance_then_are_named(void)
{
    start();
    add_all(has_remainder);
    add(7, 2, CASE_PASSED);
    CU_ASSERT_STRING_EQUAL(names(), "remainder");
    for (int i = 0; i < 6; i++)
        add(9, 2, CASE_PASSED);
    CU_ASSERT_STRING_EQUAL(names(), "");
}

static void test_tail_when_just_it_is_wrong_then_remainder(void)
{
    start();
    for (uint64_t n = 101; n < 105; n++) {
        struct case_result *one = add(n * 2 + 1, 2, CASE_WRONG);
        one->facts.value.first = n * 2;
        one->facts.value.n_wrong = 1;
    }
    CU_ASSERT_STRING_EQUAL(names(), "remainder");
    cases[0].facts.value.first = 7;
    CU_ASSERT_STRING_EQUAL(names(), "");
}

static void test_precision_when_all_are_nearly_right_then_is_named(void)
{
    start();
    for (int i = 0; i < 4; i++)
        add(100, 2, CASE_WRONG)->facts.value.worst_relative = 1e-8;
    CU_ASSERT_STRING_EQUAL(names(), "precision");
    for (int i = 0; i < 4; i++)
        cases[i].facts.value.n_wrong = 1;
    CU_ASSERT_STRING_EQUAL(names(), "");
}

static void test_repeats_when_answers_differ_then_race(void)
{
    start();
    add(10, 2, CASE_WRONG);
    add(10, 1, CASE_PASSED);
    seen.repeats = (struct repeats){.number = 1, .n_runs = 6, .n_answers = 1};
    CU_ASSERT_STRING_EQUAL(names(), "");
    seen.repeats.n_answers = 3;
    CU_ASSERT_STRING_EQUAL(names(), "race");
    cases[1].cause = CASE_WRONG;
    CU_ASSERT_STRING_EQUAL(names(), "nondeterministic");
    cases[1].cause = CASE_PASSED;
    cases[0].facts.value.is_reordered = true;
    CU_ASSERT_STRING_EQUAL(names(), "nondeterministic");
}

static void test_repeats_when_nothing_came_back_then_copy_on_write(void)
{
    start();
    add(10, 2, CASE_WRONG);
    seen.repeats = (struct repeats){
        .number = 1, .n_runs = 6, .n_answers = 1, .n_untouched = 5};
    CU_ASSERT_STRING_EQUAL(names_for(&processes, NULL), "copy-on-write");
    CU_ASSERT_STRING_EQUAL(names(), "");
    seen.repeats.n_untouched = 4;
    CU_ASSERT_STRING_EQUAL(names_for(&processes, NULL), "");
}

static const struct {
    enum fault fault;
    const char *name;
} manners[] = {
    {FAULT_BEYOND, "out-of-bounds"},
    {FAULT_INPUT, "input-modified"},
    {FAULT_ZOMBIES, "zombie"},
    {FAULT_CHILDREN, "process-leak"},
    {FAULT_DESCRIPTORS, "leaked-descriptor"},
    {FAULT_OVERLAP, "race"},
    {FAULT_UNEVEN, "load-imbalance"},
    {FAULT_STARTED, "overhead-bound"},
    {FAULT_PRIVATE, "copy-on-write"},
    {FAULT_OTHER, ""},
};

static void test_manners_when_bad_then_are_named(void)
{
    for (size_t i = 0; i < sizeof manners / sizeof *manners; i++) {
        start();
        add(10, 2, CASE_WRONG)->facts.fault = manners[i].fault;
        CU_ASSERT_STRING_EQUAL(names(), manners[i].name);
    }
}

static void test_sleepers_when_all_wait_then_deadlock(void)
{
    start();
    struct sleepers *all = &add(10, 2, CASE_TIMED_OUT)->facts.sleepers;
    CU_ASSERT_STRING_EQUAL(names(), "timeout");
    *all = (struct sleepers){.n_tasks = 2, .n_locks = 1, .n_children = 1};
    CU_ASSERT_STRING_EQUAL(names(), "deadlock");
    *all = (struct sleepers){.n_tasks = 2, .n_pipes = 1, .n_children = 1};
    CU_ASSERT_STRING_EQUAL(names(), "pipe-deadlock");
    *all = (struct sleepers){.n_tasks = 1, .n_children = 1};
    CU_ASSERT_STRING_EQUAL(names(), "timeout");
}

static void test_sleepers_when_named_then_are_counted(void)
{
    struct sleepers all = {0};
    CU_ASSERT(sleepers_count(&all, "futex_do_wait"));
    CU_ASSERT(sleepers_count(&all, "futex_wait_queue_me"));
    CU_ASSERT(sleepers_count(&all, "anon_pipe_read"));
    CU_ASSERT(sleepers_count(&all, "do_wait"));
    CU_ASSERT_FALSE(sleepers_count(&all, "hrtimer_nanosleep"));
    CU_ASSERT_FALSE(sleepers_count(&all, "__do_sys_pause"));
    CU_ASSERT_FALSE(sleepers_count(&all, "0"));
    CU_ASSERT_EQUAL(all.n_tasks, 4);
    CU_ASSERT_EQUAL(all.n_locks, 2);
    CU_ASSERT_EQUAL(all.n_pipes, 1);
    CU_ASSERT_EQUAL(all.n_children, 1);
}

static const struct {
    struct work_seen work;
    bool is_concurrent, is_repeated, is_oversubscribed;
    const char *name;
} works[] = {
    {{.concurrency = 1.9, .busiest = 0.5, .total = 1}, true, false, false, ""},
    {{.concurrency = 1.9, .busiest = 0.6, .total = 1.1}, true, false, false,
        ""},
    {{.concurrency = 1.01}, false, false, false, "not-parallel"},
    {{.concurrency = 1.05, .lock_wait = 0.5}, false, false, false,
        "lock-contention"},
    {{.concurrency = 1.9, .busiest = 1, .total = 2}, false, true, false,
        "redundant-work"},
    {{.concurrency = 1.3, .busiest = 0.8, .total = 1}, true, false, false,
        "load-imbalance"},
    {{.concurrency = 1.9, .busiest = 3, .total = 6, .lock_wait = 0.6}, true,
        false, false, "lock-contention"},
    {{.concurrency = 1.5, .busiest = 0.9, .total = 1.8, .started_per_s = 3000},
        true, false, false, "overhead-bound"},
    {{.concurrency = 1.9, .busiest = 0.5, .total = 1, .started_per_s = 40},
        true, false, false, ""},
    {{.concurrency = 1.9, .busiest = 1, .total = 2, .alone = 1.9}, false, false,
        true, "oversubscribed"},
    {{.concurrency = 1.9, .busiest = 2, .total = 4, .in_turns = 1}, true, false,
        false, "false-sharing"},
    {{.concurrency = 1.9, .busiest = 2, .total = 4, .in_turns = 1.5}, true,
        false, false, ""},
    {{.concurrency = 1.9, .busiest = 1, .total = 2, .in_turns = 1}, true, false,
        false, ""},
    {{.concurrency = 1.9, .busiest = 2, .total = 4}, true, false, false, ""},
    {{.concurrency = 1.9, .busiest = 1.5, .total = 3, .region_s = 5e-6}, true,
        false, false, "overhead-bound"},
    {{.concurrency = 1.9, .busiest = 1.5, .total = 3, .region_s = 5e-4}, true,
        false, false, ""},
    {{.concurrency = 1.9, .busiest = 2, .total = 4.1, .region_s = 32e-6}, true,
        false, false, ""},
    {{.concurrency = 1.9, .busiest = 0.6, .total = 1.1, .region_s = 5e-6}, true,
        false, false, ""},
    {{.concurrency = 1.9,
         .busiest = 3,
         .total = 6,
         .lock_wait = 0.6,
         .in_turns = 1},
        true, false, false, "lock-contention"},
};

static void test_work_when_badly_shared_then_is_named(void)
{
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        start();
        add(10, 2, CASE_PASSED);
        seen.is_observed = true;
        seen.work = works[i].work;
        seen.work.n_workers = 2;
        seen.is_concurrent = works[i].is_concurrent;
        seen.is_repeated = works[i].is_repeated;
        seen.is_oversubscribed = works[i].is_oversubscribed;
        CU_ASSERT_STRING_EQUAL(names(), works[i].name);
    }
}

static void test_work_when_fast_or_not_measured_then_is_not_blamed(void)
{
    start();
    add(10, 2, CASE_PASSED);
    seen.is_observed = seen.is_concurrent = true;
    seen.work = (struct work_seen){
        .concurrency = 1.3, .busiest = 0.8, .total = 1, .n_workers = 2};
    CU_ASSERT_STRING_EQUAL(names(), "load-imbalance");
    measured.gain_interval.high = 0.95;
    CU_ASSERT_STRING_EQUAL(names(), "");
    measured.status = MEASURE_NOT_MEASURED;
    measured.gain_interval.high = 0;
    CU_ASSERT_STRING_EQUAL(names(), "");
    seen.work.region_s = 5e-6;
    seen.work.total = 1.8;
    CU_ASSERT_STRING_EQUAL(names(), "");
    seen.work.total = 2; /* none of two workers gains anything */
    CU_ASSERT_STRING_EQUAL(names(), "overhead-bound");
}

static void test_work_when_it_was_not_seen_to_the_end_then_is_not_named(void)
{
    start();
    add(10, 2, CASE_PASSED);
    seen.is_observed = true;
    seen.work = (struct work_seen){.concurrency = 0, .n_workers = 2};
    CU_ASSERT_STRING_EQUAL(names(), "not-parallel");
    seen.is_cut_short = true;
    CU_ASSERT_STRING_EQUAL(names(), "");
}

static void test_work_when_answers_are_wrong_then_only_repeated_counts(void)
{
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        start();
        add(10, 2, CASE_WRONG)->facts.fault = FAULT_OTHER;
        seen.is_observed = true;
        seen.work = works[i].work;
        seen.work.n_workers = 2;
        seen.is_concurrent = works[i].is_concurrent;
        seen.is_repeated = works[i].is_repeated;
        seen.is_oversubscribed = works[i].is_oversubscribed;
        CU_ASSERT_STRING_EQUAL(
            names(), works[i].is_repeated ? "redundant-work" : "");
    }
}

static void test_work_when_a_checker_explains_it_then_is_not_named(void)
{
    struct findings others = {0};
    start();
    struct case_result *one = add(10, 2, CASE_PASSED);
    seen.is_observed = seen.is_repeated = true;
    seen.work = (struct work_seen){
        .concurrency = 1.9, .busiest = 1, .total = 2, .n_workers = 2};
    findings_add(&others, "race", "in line 7");
    CU_ASSERT_STRING_EQUAL(names_for(&threads, &others), "race redundant-work");
    one->cause = CASE_WRONG;
    one->facts.fault = FAULT_OTHER;
    CU_ASSERT_STRING_EQUAL(names_for(&threads, &others), "race");
    one->cause = CASE_PASSED;
    seen.is_concurrent = !(seen.is_repeated = false);
    seen.work.total = 4;
    seen.work.in_turns = 1;
    CU_ASSERT_STRING_EQUAL(names_for(&threads, &others), "race");
    findings_free(&others);
    start();
    add(10, 2, CASE_PASSED);
    seen.is_observed = true;
    seen.work = (struct work_seen){.concurrency = 0.05, .n_workers = 2};
    CU_ASSERT_STRING_EQUAL(names(), "not-parallel");
    findings_add(&others, "writes-after-return", "in line 7");
    CU_ASSERT_STRING_EQUAL(names_for(&threads, &others), "writes-after-return");
    findings_free(&others);
}

static void test_order_when_much_is_found_then_two_and_the_strongest(void)
{
    struct findings others = {0};
    start();
    add(10, 2, CASE_CRASHED);
    add(10, 2, CASE_TIMED_OUT);
    CU_ASSERT_STRING_EQUAL(names(), "crash timeout");
    findings_add(&others, "memory-leak", "3 bytes");
    findings_add(&others, "out-of-bounds", "in line 7");
    CU_ASSERT_STRING_EQUAL(
        names_for(&threads, &others), "out-of-bounds memory-leak");
    findings_free(&others);
}

static void test_tampering_when_seen_then_comes_first(void)
{
    const struct diagnose_input input = {.exercise = &threads,
        .correctness = &seen,
        .tampering = "it worked while it was stopped"};
    struct findings found;
    start();
    add(10, 2, CASE_CRASHED);
    diagnose(&input, &found);
    CU_ASSERT_EQUAL_FATAL(found.n, 2);
    CU_ASSERT_STRING_EQUAL(found.list[0].name, "tampering");
    CU_ASSERT_STRING_EQUAL(found.list[0].evidence, input.tampering);
    findings_free(&found);
}

static void test_ranks_when_asked_then_each_name_has_its_own(void)
{
    for (int i = 0; diagnose_names[i] != NULL; i++)
        CU_ASSERT_EQUAL(diagnose_rank(diagnose_names[i]), i);
    CU_ASSERT_EQUAL(diagnose_rank("bad-luck"), -1);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_patterns_when_they_fit_all_cases_then_are_named",
            test_patterns_when_they_fit_all_cases_then_are_named},
        {"test_patterns_when_another_case_fails_then_nothing",
            test_patterns_when_another_case_fails_then_nothing},
        {"test_patterns_when_few_cases_then_nothing",
            test_patterns_when_few_cases_then_nothing},
        {"test_patterns_when_some_are_right_by_chance_then_are_named",
            test_patterns_when_some_are_right_by_chance_then_are_named},
        {"test_tail_when_just_it_is_wrong_then_remainder",
            test_tail_when_just_it_is_wrong_then_remainder},
        {"test_precision_when_all_are_nearly_right_then_is_named",
            test_precision_when_all_are_nearly_right_then_is_named},
        {"test_repeats_when_answers_differ_then_race",
            test_repeats_when_answers_differ_then_race},
        {"test_repeats_when_nothing_came_back_then_copy_on_write",
            test_repeats_when_nothing_came_back_then_copy_on_write},
        {"test_manners_when_bad_then_are_named",
            test_manners_when_bad_then_are_named},
        {"test_sleepers_when_all_wait_then_deadlock",
            test_sleepers_when_all_wait_then_deadlock},
        {"test_sleepers_when_named_then_are_counted",
            test_sleepers_when_named_then_are_counted},
        {"test_work_when_badly_shared_then_is_named",
            test_work_when_badly_shared_then_is_named},
        {"test_work_when_fast_or_not_measured_then_is_not_blamed",
            test_work_when_fast_or_not_measured_then_is_not_blamed},
        {"test_work_when_it_was_not_seen_to_the_end_then_is_not_named",
            test_work_when_it_was_not_seen_to_the_end_then_is_not_named},
        {"test_work_when_answers_are_wrong_then_only_repeated_counts",
            test_work_when_answers_are_wrong_then_only_repeated_counts},
        {"test_work_when_a_checker_explains_it_then_is_not_named",
            test_work_when_a_checker_explains_it_then_is_not_named},
        {"test_order_when_much_is_found_then_two_and_the_strongest",
            test_order_when_much_is_found_then_two_and_the_strongest},
        {"test_tampering_when_seen_then_comes_first",
            test_tampering_when_seen_then_comes_first},
        {"test_ranks_when_asked_then_each_name_has_its_own",
            test_ranks_when_asked_then_each_name_has_its_own},
        {0},
    };
    return unit_main("diagnose", tests);
}
