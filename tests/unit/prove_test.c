/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "tests/page.h"
#include "tests/prove/prove.h"
#include "tests/unit/small_course.h"
#include "tests/unit/unit.h"

/* The proof's own parts: the edits still fit the references, pages keep what
 * people wrote, and the tables say what was in the verdicts. */

static struct course *course;

static void test_candidates_when_made_from_references_then_every_edit_fits(void)
{
    for (int e = 0; e < PROVE_EXERCISES; e++) {
        size_t n;
        struct fail fail = {""};
        const struct exercise **found =
            course_find(course, prove_exercises[e], &n, &fail);
        CU_ASSERT_PTR_NOT_NULL_FATAL(found);
        for (const struct prove_sort *s = prove_sorts; s->name != NULL; s++) {
            char *source = prove_source(course, found[0], s, 2, &fail);
            small_expect(source != NULL, s->name, fail.text);
            const bool is_reference = strcmp(s->name, "reference") == 0;
            small_expect(source == NULL || is_reference ||
                             strstr(source, "share_now()") !=
                                 strstr(source, "share_now(void)"),
                s->name, "the share is not used");
            free(source);
        }
        free(found);
    }
}

static void test_share_when_gain_is_given_then_leads_to_it(void)
{
    const struct prove_sort sort = {.name = "some", .gain = 0.4};
    for (int p = 2; p <= 8; p++) {
        const double s = prove_share(&sort, p), a = 0.97 * p;
        const double speedup = 1 / (s + (1 - s) / a);
        CU_ASSERT_DOUBLE_EQUAL((speedup - 1) / (a - 1), 0.4, 1e-12);
    }
}

static void test_page_when_replaced_then_the_rest_stays(void)
{
    struct fail fail = {""};
    char *folder = file_temp_folder(&fail);
    char *path = mem_format("%s/page.md", folder);
    const char page[] = "before\n<!-- made: a -->\nold\n<!-- end: a -->\n"
                        "between\n<!-- made: b -->\n<!-- end: b -->\nafter\n";
    CU_ASSERT_EQUAL(file_write(path, page, strlen(page), &fail), 0);
    CU_ASSERT_EQUAL(page_replace(path, "a", "new\n", &fail), 0);
    CU_ASSERT_EQUAL(page_replace(path, "b", "100 %s\n", &fail), 0);
    CU_ASSERT_EQUAL(page_replace(path, "a", "newer\n", &fail), 0);
    char *text = file_read(path, 1000, NULL, &fail);
    CU_ASSERT_STRING_EQUAL(text,
        "before\n<!-- made: a -->\n\nnewer\n\n<!-- end: a -->\nbetween\n"
        "<!-- made: b -->\n\n100 %s\n\n<!-- end: b -->\nafter\n");
    CU_ASSERT_EQUAL(page_replace(path, "c", "x", &fail), -1);
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "lacks the lines"));
    free(text);
    free(path);
    file_remove_folder(folder);
    free(folder);
}

/* A verdict as parlab writes it, as far as the tables read it: blocks in
 * which copies gain 2 and the candidate 1.5, every fourth one disturbed. */
static json_t *verdict(int points, bool is_measured)
{
    json_t *samples = json_array();
    for (int i = 0; i < 20; i++)
        json_array_append_new(
            samples, json_pack("{s:{s:f}, s:{s:f}, s:f}", "baseline", "seconds",
                         0.03, "candidate", "seconds", i % 4 == 0 ? 0.03 : 0.02,
                         "attainable", 2.0));
    return json_pack("{s:[{s:f, s:i, s:[{s:s, s:i, s:i, s:f, s:f, s:f, s:f, "
                     "s:f, s:o}]}]}",
        "exercises", "seconds", 4.0, "open_points", is_measured ? 0 : 40,
        "measures", "status", is_measured ? "measured" : "not-measured",
        "points", points, "precision", 1, "value", 1.5, "attainable", 2.0,
        "gain", 0.5, "gain_low", 0.48, "gain_high", 0.52, "samples", samples);
}

/* Of a partner that loses nothing. */
static json_t *lossless(void)
{
    return json_pack("{s:[{s:[{s:f, s:f, s:f, s:f}]}]}", "exercises",
        "measures", "value", 2.0, "low", 1.96, "high", 2.04, "attainable", 2.0);
}

static void give(struct proved *proved, json_t *document)
{
    proved->document = document;
    proved->verdict = json_array_get(json_object_get(document, "exercises"), 0);
    proved->measure =
        json_array_get(json_object_get(proved->verdict, "measures"), 0);
}

/* @return what the table says; new. */
static char *table_of(
    const struct plan *plan, void (*table)(const struct plan *, FILE *))
{
    char *text = NULL;
    size_t n;
    FILE *to = open_memstream(&text, &n);
    table(plan, to);
    fclose(to);
    return text;
}

static void expect_row(const char *text, const char *row)
{
    small_expect(strstr(text, row) != NULL, row, text);
}

static void test_tables_when_verdicts_are_there_then_sum_them_up(void)
{
    struct fail fail;
    struct plan plan = {.course = course, .folder = "/nowhere"};
    CU_ASSERT_EQUAL_FATAL(plan_make(&plan, 4, &fail), 0);
    const struct prove_sort *half = prove_sort_named("gain-0.5");
    plan.n_workers = 2;
    int n_quiet = 0;
    for (size_t i = 0; i < plan.n; i++) {
        struct proved *p = &plan.gradings[i];
        if (p->sort != half ||
            strcmp(p->exercise->name, "threads/gaussian") != 0)
            continue;
        if (p->is_loaded)
            give(p, verdict(p->number == 1 ? 0 : 27, p->number != 1));
        else
            give(p, verdict(25, true));
        if (p->number == 0)
            p->partner = lossless();
        n_quiet += !p->is_loaded;
    }
    CU_ASSERT_EQUAL(n_quiet, 2);
    char *text = table_of(&plan, table_spread);
    expect_row(text, "| threads/gaussian, gain-0.5 | quiet | 2 | 0 | 25, 25, "
                     "25 | 2 of 2 | 4.0 | 4.0 |");
    expect_row(text, "| threads/gaussian, gain-0.5 | others at work | 2 | 1 | "
                     "27, 27, 27 | 0 of 1 | 4.0 | 4.0 |");
    free(text);
    text = table_of(&plan, table_methods);
    expect_row(text, "| threads/gaussian, gain-0.5 | quiet | best of five | "
                     "0.0 % | 0.0 % | 0 |");
    expect_row(text, "| quiet | parlab, where it measured | 0.0 % | 0.0 % | 0 "
                     "|");
    expect_row(text, "| others at work | parlab, where it measured | 100.0 % | "
                     "0.0 % | 2 |");
    /* One run meets the disturbed blocks, in which nothing is gained. */
    expect_row(text, "| quiet | one run | ");
    CU_ASSERT_PTR_NULL(strstr(text, "| quiet | one run | 0.0 %"));
    free(text);
    text = table_of(&plan, table_known);
    expect_row(text, "| threads/gaussian | 0.5 | 1 | 0 | 0.492 ±0.022 | 0.500 "
                     "| 1 | 1 | 0 |");
    free(text);
    plan_free(&plan);
}

static void test_load_when_started_then_works_until_it_is_killed(void)
{
    int status;
    const pid_t pid = load_start(1);
    CU_ASSERT_FATAL(pid > 0);
    CU_ASSERT_EQUAL(waitpid(pid, &status, WNOHANG), 0);
    kill(pid, SIGKILL);
    CU_ASSERT_EQUAL(waitpid(pid, &status, 0), pid);
    CU_ASSERT(WIFSIGNALED(status));
}

#define TEST(name)                                                             \
    {                                                                          \
#name, name                                                            \
    }

int main(void)
{
    static const struct unit_test tests[] = {
        TEST(test_candidates_when_made_from_references_then_every_edit_fits),
        TEST(test_share_when_gain_is_given_then_leads_to_it),
        TEST(test_page_when_replaced_then_the_rest_stays),
        TEST(test_tables_when_verdicts_are_there_then_sum_them_up),
        TEST(test_load_when_started_then_works_until_it_is_killed),
        {0},
    };
    struct fail fail = {""};
    course = course_read(PARLAB_SOURCE_ROOT, &fail);
    if (course == NULL)
        printf("# %s\n", fail.text);
    const int status = unit_main("prove", tests);
    course_free(course);
    return status;
}
