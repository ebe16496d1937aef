/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/date.h"
#include "grader/base/mem.h"
#include "grader/course/policy.h"
#include "tests/unit/small_course.h"
#include "tests/unit/unit.h"

/* The rules of a course: what a good file says, what each mistake is told,
 * and who is late by how much. */

static const char rules[] =
    "# rules\n" /* line 1 */
    "workers = 8;\n"
    "attempts = \"last\";\n"
    "limits = { memory_mib = 512; };\n"
    "lateness = { percent_a_day = 30; days_max = 3; };\n" /* 5 */
    "exercises = (\n"
    "  { name = \"second\"; weight = 2; },\n"
    "  { name = \"first/one\"; weight = 0.5; deadline = \"2026-03-14\";\n"
    "    limits = { case_seconds = 60; }; }\n"
    ");\n" /* 10 */
    "extensions = (\n"
    "  { student = \"Ada\"; exercise = \"first/one\";\n"
    "    deadline = \"2026-03-20 12:00\"; },\n"
    "  { student = \"Bob\"; deadline = \"2026-03-16\"; }\n"
    ");\n"; /* 15 */

/* Read rules of a small course. @param text  NULL: its course.conf */
static struct policy *read_rules(
    struct course *course, const char *text, struct fail *fail)
{
    char *path = mem_format("%s/rules.conf", course->root);
    if (text != NULL)
        small_put(course->root, "rules.conf", text);
    struct policy *policy =
        policy_read(course, text != NULL ? path : NULL, fail);
    free(path);
    return policy;
}

static void test_policy_when_course_conf_is_bare_then_all_counts(void)
{
    struct fail fail = {""};
    struct course *course = small_open();
    struct policy *policy = read_rules(course, NULL, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(policy);
    CU_ASSERT_EQUAL(policy->workers, 4);
    CU_ASSERT_EQUAL_FATAL(policy->n_exercises, 3);
    CU_ASSERT_STRING_EQUAL(policy->exercises[1].exercise->name, "first/other");
    CU_ASSERT_EQUAL(policy->exercises[1].weight, 1);
    CU_ASSERT_EQUAL(policy->attempt, POLICY_BEST);
    CU_ASSERT_EQUAL(policy->exercises[0].exercise->limits.case_seconds, 7);
    CU_ASSERT_STRING_EQUAL(policy->text, small_course_conf);
    CU_ASSERT_EQUAL(policy_deadline(policy, "Ada", "first/one"), 0);
    CU_ASSERT_EQUAL(policy_late_factor(policy, "Ada", "first/one", 1), 1);
    policy_free(policy);
    small_close(course);
}

static void test_policy_when_all_is_said_then_has_it(void)
{
    struct fail fail = {""};
    struct course *course = small_open();
    struct policy *policy = read_rules(course, rules, &fail);
    CU_ASSERT_STRING_EQUAL(fail.text, "");
    CU_ASSERT_PTR_NOT_NULL_FATAL(policy);
    CU_ASSERT_EQUAL(policy->workers, 8);
    CU_ASSERT_EQUAL(policy->attempt, POLICY_LAST);
    CU_ASSERT_EQUAL_FATAL(policy->n_exercises, 2);
    CU_ASSERT_STRING_EQUAL(policy->exercises[0].exercise->name, "second/one");
    CU_ASSERT_EQUAL(policy->exercises[0].weight, 2);
    CU_ASSERT_EQUAL(policy->exercises[0].exercise->limits.case_seconds, 10);
    CU_ASSERT_EQUAL(policy->exercises[0].exercise->limits.memory_mib, 512);
    CU_ASSERT_EQUAL(policy->exercises[1].weight, 0.5);
    CU_ASSERT_EQUAL(policy->exercises[1].exercise->limits.case_seconds, 60);
    CU_ASSERT_PTR_NULL(policy_find(policy, "first/other"));
    CU_ASSERT_EQUAL(course->labs[0].exercises[0].limits.case_seconds, 7);
    policy_apply(policy, course);
    CU_ASSERT_EQUAL(course->workers, 8);
    CU_ASSERT_EQUAL(course->labs[0].exercises[0].limits.case_seconds, 60);
    CU_ASSERT_EQUAL(course->labs[0].exercises[0].limits.memory_mib, 512);
    CU_ASSERT_EQUAL(course->labs[0].exercises[1].limits.memory_mib, 4096);
    policy_free(policy);
    small_close(course);
}

static void test_late_when_days_have_begun_then_costs_them(void)
{
    static const struct {
        const char *student, *exercise, *received;
        double factor;
    } rows[] = {
        {"Eve", "first/one", "2026-03-14 23:59", 1},
        {"Eve", "first/one", "2026-03-15 00:01", 0.7},
        {"Eve", "first/one", "2026-03-15 23:59", 0.7},
        {"Eve", "first/one", "2026-03-16 00:01", 0.4},
        {"Eve", "first/one", "2026-03-17 12:00", 0.1},
        {"Eve", "first/one", "2026-03-18 12:00", 0},
        {"Ada", "first/one", "2026-03-20 12:00", 1},
        {"Ada", "first/one", "2026-03-20 12:01", 0.7},
        {"Bob", "first/one", "2026-03-16 20:00", 1},
        {"Bob", "first/one", "2026-03-17 00:01", 0.7},
        {"Eve", "second/one", "2027-01-01", 1},
        {"Eve", "no/such", "2027-01-01", 1},
    };
    struct fail fail = {""};
    struct course *course = small_open();
    struct policy *policy = read_rules(course, rules, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(policy);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        time_t received = 0;
        CU_ASSERT_TRUE(date_read(rows[i].received, false, &received));
        const double factor = policy_late_factor(
            policy, rows[i].student, rows[i].exercise, received);
        char got[32];
        snprintf(got, sizeof got, "%g", factor);
        small_expect(
            factor > rows[i].factor - 1e-9 && factor < rows[i].factor + 1e-9,
            rows[i].received, got);
    }
    policy_free(policy);
    small_close(course);
}

/* One change of the rules, and the line and words that the reason must have.
 */
static const struct broken {
    const char *from, *to;
    unsigned line;
    const char *words;
} broken[] = {
    {"workers = 8", "workers = 65", 2, "from 1 to 64"},
    {"attempts", "attempt", 3, "did you mean \"attempts\"?"},
    {"\"last\"", "\"first\"", 3, "\"best\" or \"last\""},
    {"\"last\";", "\"last\"; attempts = \"best\";", 3, "second time"},
    {"memory_mib = 512", "memory_mib = 1", 4, "from 64 to"},
    {"memory_mib = 512", "memory = 512", 4, "no key \"memory\" in limits"},
    {"percent_a_day = 30", "percent_a_day = 101", 5, "from 0 to 100"},
    {"percent_a_day = 30; ", "", 5, "\"percent_a_day\" is missing"},
    {"days_max = 3", "days_max = 0.5", 5, "a whole number"},
    {"weight = 2", "weight = \"2\"", 7, "a number from 0 to 1000"},
    {"weight = 2", "weight = -0.5", 7, "a number from 0 to 1000"},
    {"weight = 2", "wieght = 2", 7, "did you mean \"weight\"?"},
    {"\"second\"", "\"third\"", 7, "no exercise \"third\""},
    {"\"second\"", "\"first\"", 8, "first/one is here for the second time"},
    {"\"second\"", "\"first/one\"", 8, "a second \"first/one\""},
    {"\"second\"", "\"../x\"", 7, "cannot be the name"},
    {"\"second\"", "\"first/../x\"", 7, "cannot be the name"},
    {"\"2026-03-14\"", "\"14.3.2026\"", 8, "a day"},
    {"\"2026-03-14\"", "\"2026-02-30\"", 8, "that there is"},
    {"\"2026-03-14\"", "20260314", 8, "a day"},
    {"\"Ada\"", "7", 12, "\"student\" must be a text"},
    {"\"Ada\"; exercise = \"first/one\"", "\"Bob\"", 14, "second extension"},
    {"exercise = \"first/one\"", "exercise = \"first/other\"", 12,
        "first/other is not an exercise that counts"},
    {"exercise = \"first/one\"", "exercise = \"second/one\"", 12,
        "no deadline to extend"},
    {"2026-03-20", "2026-03-14", 12, "not after the deadline"},
    {" deadline = \"2026-03-14\";", "", 12, "no deadline to extend"},
    {"# rules", "labs = [\"third\"];", 1, "the course has no lab"},
};

static void test_policy_when_broken_then_names_file_and_line(void)
{
    struct course *course = small_open();
    char *name = mem_format("%s/rules.conf", course->root);
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        const struct broken *row = &broken[i];
        struct fail fail = {""};
        const char *at = strstr(rules, row->from);
        CU_ASSERT_PTR_NOT_NULL_FATAL(at);
        char *text = mem_format("%.*s%s%s", (int)(at - rules), rules, row->to,
            at + strlen(row->from));
        char *place = mem_format("%s:%u: ", name, row->line);
        struct policy *policy = read_rules(course, text, &fail);
        small_expect(policy == NULL &&
                         strncmp(fail.text, place, strlen(place)) == 0 &&
                         strstr(fail.text, row->words) != NULL,
            row->to, fail.text);
        policy_free(policy);
        free(place);
        free(text);
    }
    free(name);
    small_close(course);
}

static void test_policy_when_only_labs_are_said_then_these_count(void)
{
    struct fail fail = {""};
    struct course *course = small_open();
    struct policy *policy = read_rules(course, "labs = [\"second\"];", &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(policy);
    CU_ASSERT_EQUAL(policy->n_exercises, 1);
    CU_ASSERT_EQUAL(policy->workers, 4);
    policy_free(policy);
    CU_ASSERT_PTR_NULL(read_rules(course, "labs = [\"third\"];", &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "rules.conf:1: the course has"));
    small_close(course);
}

static const struct unit_test tests[] = {
    {"policy_when_course_conf_is_bare_then_all_counts",
        test_policy_when_course_conf_is_bare_then_all_counts},
    {"policy_when_all_is_said_then_has_it",
        test_policy_when_all_is_said_then_has_it},
    {"late_when_days_have_begun_then_costs_them",
        test_late_when_days_have_begun_then_costs_them},
    {"policy_when_broken_then_names_file_and_line",
        test_policy_when_broken_then_names_file_and_line},
    {"policy_when_only_labs_are_said_then_these_count",
        test_policy_when_only_labs_are_said_then_these_count},
    {0},
};

int main(void)
{
    return unit_main("policy", tests);
}
