/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/record/outcome.h"
#include "grader/record/record.h"
#include "tests/unit/unit.h"

static void test_record_when_printed_then_reads_the_same(void)
{
    const struct record record = {60, 40, 100, 1.9312, 1.98, 2, 1795297236};
    struct record back;
    char text[RECORD_TEXT_MAX];
    record_print(&record, text);
    CU_ASSERT(record_read(text, &back));
    CU_ASSERT_EQUAL(back.points, 60);
    CU_ASSERT_EQUAL(back.open, 40);
    CU_ASSERT_EQUAL(back.max, 100);
    CU_ASSERT_DOUBLE_EQUAL(back.speedup, 1.9312, 1e-4);
    CU_ASSERT_DOUBLE_EQUAL(back.attainable, 1.98, 1e-4);
    CU_ASSERT_EQUAL(back.n_workers, 2);
    CU_ASSERT_EQUAL(back.when, 1795297236);
}

static void test_record_when_of_another_kit_then_is_read(void)
{
    struct record record;
    CU_ASSERT(record_read("60 40 100", &record));
    CU_ASSERT_EQUAL(record.points, 60);
    CU_ASSERT_EQUAL(record.open, 40);
    CU_ASSERT_EQUAL(record.when, 0);
    CU_ASSERT(record_read("points=7 max=9 mood=good", &record));
    CU_ASSERT_EQUAL(record.points, 7);
    CU_ASSERT_EQUAL(record.max, 9);
}

static void test_record_when_spoiled_then_is_none(void)
{
    static const char *const lines[] = {"", "60", "60 40", "60 41 100",
        "1 2 3 4", "points=60", "points=101 max=100", "points=-1 max=100",
        "points=6O max=100", "points=60 max=100 speedup=nan",
        "points=60 max=100 time=1e300", "points= max=100", "points=1e9 max=1e9",
        "xpoints=60 xmax=100"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct record record;
        const bool is_read = record_read(lines[i], &record);
        CU_ASSERT_FALSE(is_read);
        if (is_read)
            printf("# read: %s\n", lines[i]);
    }
}

static void test_best_when_points_are_equal_then_speedup_decides(void)
{
    static const struct {
        struct record now, best;
        bool is_best;
    } rows[] = {
        {{.points = 70}, {.points = 60}, true},
        {{.points = 50}, {.points = 60}, false},
        {{.points = 60}, {.points = 60}, true},
        {{.points = 60, .speedup = 1.8}, {.points = 60, .speedup = 1.9}, false},
        {{.points = 60, .speedup = 1.9}, {.points = 60}, true},
        {{.points = 60}, {.points = 60, .speedup = 1.9}, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CU_ASSERT_EQUAL(
            record_is_best(&rows[i].now, &rows[i].best), rows[i].is_best);
}

/* A check's JSON, of which only some keys matter here. */
#define CHECK(status, points, failures, diagnoses)                             \
    "{\"exercises\": [{\"status\": \"" status                                  \
    "\", \"correct\": {\"points\": " points                                    \
    ", \"max_points\": 60, \"total\": 9, \"failures\": [" failures             \
    "]}, \"diagnoses\": [" diagnoses "]}]}"
#define CASE(group, name) "{\"group\": \"" group "\", \"case\": \"" name "\"}"

static void test_outcome_when_json_then_is_read(void)
{
    struct outcome outcome;
    outcome_read(
        CHECK("graded", "40", CASE("workers", "two") "," CASE("values", "one"),
            "{\"name\": \"race\"}"),
        &outcome);
    CU_ASSERT(outcome.is_known);
    CU_ASSERT_FALSE(outcome.is_rejected);
    CU_ASSERT_EQUAL(outcome.points, 40);
    CU_ASSERT_EQUAL(outcome.max, 60);
    CU_ASSERT_EQUAL(outcome.n_cases, 9);
    CU_ASSERT_EQUAL_FATAL(outcome.n_failing, 2);
    CU_ASSERT_STRING_EQUAL(outcome.failing[0], "values: one");
    CU_ASSERT_EQUAL_FATAL(outcome.n_diagnoses, 1);
    CU_ASSERT_STRING_EQUAL(outcome.diagnoses[0], "race");
    outcome_clear(&outcome);
    outcome_read("", &outcome);
    CU_ASSERT_FALSE(outcome.is_known);
    outcome_read("{\"exercises\": []}", &outcome);
    CU_ASSERT_FALSE(outcome.is_known);
    outcome_read("{\"exercises\": [7]}", &outcome);
    CU_ASSERT_FALSE(outcome.is_known);
    outcome_clear(&outcome);
}

static void test_changes_when_cases_differ_then_are_named(void)
{
    static const struct {
        const char *before, *now, *text;
    } rows[] = {
        {"", CHECK("graded", "60", "", ""), ""},
        {CHECK("graded", "60", "", ""), "", ""},
        {CHECK("graded", "60", "", ""), CHECK("graded", "60", "", ""),
            "As before.\n"},
        {CHECK("graded", "40", CASE("values", "one"), ""),
            CHECK("graded", "41", "", ""),
            "1 point more.\nPasses now: values: one.\n"},
        {CHECK("graded", "60", "", ""),
            CHECK("graded", "40", CASE("values", "one"), ""),
            "20 points fewer.\nFails now: values: one.\n"},
        {CHECK("graded", "40", CASE("values", "one"), ""),
            CHECK("graded", "40", CASE("values", "two"), ""),
            "Passes now: values: one.\nFails now: values: two.\n"},
        {CHECK("graded", "60", "", ""),
            CHECK("graded", "0",
                CASE("v", "a") "," CASE("v", "b") "," CASE("v", "c"), ""),
            "60 points fewer.\nFails now: v: a; v: b; and 1 more.\n"},
        {CHECK("graded", "60", "", ""), CHECK("rejected", "0", "", ""),
            "60 points fewer.\nIt does not run any more.\n"},
        {CHECK("rejected", "0", "", ""),
            CHECK("graded", "40", CASE("v", "a"), ""),
            "40 points more.\nIt runs now.\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct outcome before, now;
        outcome_read(rows[i].before, &before);
        outcome_read(rows[i].now, &now);
        char *text = outcome_changes(&before, &now, 2);
        CU_ASSERT_STRING_EQUAL(text, rows[i].text);
        if (strcmp(text, rows[i].text) != 0)
            printf("# row %zu: %s\n", i, text);
        free(text);
        outcome_clear(&before);
        outcome_clear(&now);
    }
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_record_when_printed_then_reads_the_same",
            test_record_when_printed_then_reads_the_same},
        {"test_record_when_of_another_kit_then_is_read",
            test_record_when_of_another_kit_then_is_read},
        {"test_record_when_spoiled_then_is_none",
            test_record_when_spoiled_then_is_none},
        {"test_best_when_points_are_equal_then_speedup_decides",
            test_best_when_points_are_equal_then_speedup_decides},
        {"test_outcome_when_json_then_is_read",
            test_outcome_when_json_then_is_read},
        {"test_changes_when_cases_differ_then_are_named",
            test_changes_when_cases_differ_then_are_named},
        {0},
    };
    return unit_main("record", tests);
}
