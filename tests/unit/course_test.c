/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "tests/unit/small_course.h"
#include "tests/unit/unit.h"

/* A good course: what it holds, how an exercise is found in it, and where the
 * files of an exercise lie. */

static void test_course_when_good_then_has_all_values(void)
{
    struct course *course = small_open();
    CU_ASSERT_EQUAL(course->workers, 4);
    CU_ASSERT_EQUAL_FATAL(course->n_labs, 2);
    CU_ASSERT_STRING_EQUAL(course->labs[0].name, "first");
    CU_ASSERT_STRING_EQUAL(course->labs[0].title, "The first lab");
    CU_ASSERT_EQUAL_FATAL(course->labs[0].n_exercises, 2);
    const struct exercise *one = &course->labs[0].exercises[0];
    CU_ASSERT_STRING_EQUAL(one->name, "first/one");
    CU_ASSERT_STRING_EQUAL(one->lab, "first");
    CU_ASSERT_STRING_EQUAL(one->stem, "one");
    CU_ASSERT_STRING_EQUAL(one->title, "A parallel loop");
    CU_ASSERT_EQUAL(one->kind, KIND_THREADS);
    CU_ASSERT_EQUAL(one->minutes, 45);
    CU_ASSERT_STRING_EQUAL(one->functions[1], "one_more");
    CU_ASSERT_PTR_NULL(one->functions[2]);
    CU_ASSERT_EQUAL_FATAL(one->n_groups, 2);
    CU_ASSERT_EQUAL(one->groups[0].points, 35);
    CU_ASSERT_TRUE(one->groups[0].is_core);
    CU_ASSERT_FALSE(one->groups[1].is_core);
    CU_ASSERT_EQUAL_FATAL(one->n_measures, 1);
    CU_ASSERT_EQUAL(one->measures[0].yardstick, YARDSTICK_COPIES);
    CU_ASSERT_EQUAL(one->folder[0], '/');
    small_close(course);
}

static void test_course_when_keys_are_left_out_then_has_defaults(void)
{
    struct course *course = small_open();
    const struct limits *some = &course->labs[0].exercises[0].limits;
    const struct exercise *other = &course->labs[0].exercises[1];
    CU_ASSERT_EQUAL(some->case_seconds, 7);
    CU_ASSERT_EQUAL(some->memory_mib, 4096);
    CU_ASSERT_EQUAL(other->kind, KIND_MPI);
    CU_ASSERT_EQUAL(other->n_measures, 0);
    CU_ASSERT_EQUAL(other->skeleton_max_points, 9);
    CU_ASSERT_EQUAL(other->limits.case_seconds, 10);
    CU_ASSERT_EQUAL(other->limits.memory_mib, 4096);
    CU_ASSERT_EQUAL(other->limits.processes, 64);
    CU_ASSERT_EQUAL(other->limits.file_mib, 64);
    small_close(course);
}

static void test_find_when_name_is_known_then_gives_exercises(void)
{
    static const struct {
        const char *name, *first;
        size_t n;
    } rows[] = {
        {"first", "first/one", 2},
        {"second", "second/one", 1},
        {"first/other", "first/other", 1},
        {"second/one", "second/one", 1},
    };
    struct course *course = small_open();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fail fail = {""};
        size_t n = 0;
        const struct exercise **found =
            course_find(course, rows[i].name, &n, &fail);
        small_expect(found != NULL && n == rows[i].n &&
                         strcmp(found[0]->name, rows[i].first) == 0,
            rows[i].name, found != NULL ? found[0]->name : fail.text);
        free(found);
    }
    small_close(course);
}

static void test_find_when_name_is_unknown_then_suggests_the_nearest(void)
{
    static const struct {
        const char *name, *words;
    } rows[] = {
        {"first/on", "no exercise \"first/on\"; did you mean first/one?"},
        {"other", "did you mean first/other?"},
        {"othre", "did you mean first/other?"},
        {"frist", "did you mean first?"},
        {"second/", "did you mean second?"},
        {"entirely-else", "\"parlab list\" shows them all"},
        {"", "\"parlab list\" shows them all"},
        {"\033[2J", "\\x1b"},
        {"a/very/long/name/that/goes/on/and/on/and/on/and/on/and/on/and/on",
            "..."},
    };
    struct course *course = small_open();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fail fail = {""};
        size_t n;
        CU_ASSERT_PTR_NULL(course_find(course, rows[i].name, &n, &fail));
        small_expect(
            strstr(fail.text, rows[i].words) != NULL, rows[i].name, fail.text);
    }
    small_close(course);
}

static void expect_path(
    const struct course *course, char *path, const char *tail)
{
    char *expected = mem_format("%s/%s", course->root, tail);
    CU_ASSERT_STRING_EQUAL(path, expected);
    free(expected);
    free(path);
}

static void test_paths_when_asked_then_lie_below_the_root(void)
{
    struct course *c = small_open();
    const struct exercise *one = &c->labs[0].exercises[0];
    expect_path(c, course_header_path(c, one), "labs/first/one/one.h");
    expect_path(c, course_submission_path(c, one), "labs/first/one/one.c");
    expect_path(c, course_baseline_path(c, one), "labs/first/one/serial.c");
    expect_path(c, course_solution_path(c, one), "solutions/first/one.c");
    expect_path(
        c, course_calls_path(c, one), "grader/exercises/first/one_calls.c");
    CU_ASSERT_STRING_EQUAL(course_kind_name(KIND_PROCESSES), "processes");
    small_close(c);
    course_free(NULL);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_course_when_good_then_has_all_values",
            test_course_when_good_then_has_all_values},
        {"test_course_when_keys_are_left_out_then_has_defaults",
            test_course_when_keys_are_left_out_then_has_defaults},
        {"test_find_when_name_is_known_then_gives_exercises",
            test_find_when_name_is_known_then_gives_exercises},
        {"test_find_when_name_is_unknown_then_suggests_the_nearest",
            test_find_when_name_is_unknown_then_suggests_the_nearest},
        {"test_paths_when_asked_then_lie_below_the_root",
            test_paths_when_asked_then_lie_below_the_root},
        {0},
    };
    return unit_main("course", tests);
}
