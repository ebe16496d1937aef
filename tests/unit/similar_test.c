/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/report/beside.h"
#include "grader/similar/similar_private.h"
#include "tests/unit/unit.h"

static const char written[] = "File t0.c: 200 tokens, 40 lines\n"
                              "File t1.c: 100 tokens, 20 lines\n"
                              "File t2.c: 60 tokens, 9 lines\n"
                              "File /: new/old separator\n"
                              "File t3.c: 300 tokens, 70 lines\n"
                              "File given.c: 50 tokens, 18 lines\n"
                              "Total input: 5 files (3 new, 2 old)\n\n"
                              "t0.c consists for 60 % of t1.c material\n"
                              "t1.c consists for 100 % of t0.c material\n"
                              "t0.c consists for 20 % of given.c material\n"
                              "t1.c consists for 50 % of given.c material\n"
                              "t2.c consists for 100 % of t0.c material\n"
                              "t2.c consists for 90 % of given.c material\n"
                              "t0.c consists for 52 % of t3.c material\n"
                              "t3.c consists for 99 % of t0.c material\n";

static const struct similar_text texts[] = {{"ada", "int a;", 6, false},
    {"bob", "int b;", 6, false}, {"cyd", "int c;", 6, false},
    {"last year", "int a;", 6, true}};

static struct similar_pair *rank(const char *text, int min_percent, size_t *n)
{
    struct fail fail = {""};
    const struct similar_job job = {
        .texts = texts, .n_texts = 4, .min_percent = min_percent};
    struct similar_table table = {.n = 5,
        .percent = mem_new(25, 1),
        .tokens = mem_new(5, sizeof *table.tokens)};
    struct similar_pair *pairs = NULL;
    *n = 0;
    CU_ASSERT_EQUAL(similar_read(text, &table, &fail), 0);
    pairs = similar_rank(&job, &table, n);
    free(table.percent);
    free(table.tokens);
    return pairs;
}

static void test_rank_when_much_was_given_then_it_does_not_count(void)
{
    size_t n;
    struct similar_pair *pairs = rank(written, 10, &n);
    CU_ASSERT_EQUAL_FATAL(n, 2); /* cyd has 6 tokens of her own */
    CU_ASSERT_EQUAL(pairs[0].a, 0);
    CU_ASSERT_EQUAL(pairs[0].b, 1);
    CU_ASSERT_EQUAL(pairs[0].a_percent, 50); /* (60 - 20) / (100 - 20) */
    CU_ASSERT_EQUAL(pairs[0].b_percent, 100);
    CU_ASSERT_FALSE(pairs[0].is_identical);
    CU_ASSERT_EQUAL(pairs[1].a, 0);
    CU_ASSERT_EQUAL(pairs[1].b, 3);
    CU_ASSERT_EQUAL(pairs[1].a_percent, 40);
    CU_ASSERT_EQUAL(pairs[1].b_percent, -1);
    CU_ASSERT(pairs[1].is_identical);
    free(pairs);
}

static void test_rank_when_below_the_least_then_is_left_out(void)
{
    size_t n;
    struct similar_pair *pairs = rank(written, 41, &n);
    CU_ASSERT_EQUAL(n, 1);
    free(pairs);
}

static void test_read_when_lines_are_strange_then_are_passed_over(void)
{
    size_t n;
    struct similar_pair *pairs =
        rank("File t0.c: 50 tokens, 1 lines\n"
             "t0.c consists for 101 % of t1.c material\n"
             "t9.c consists for 100 % of t1.c material\n"
             "t0.cc consists for 90 % of t1.c material\n"
             "something new\n",
            1, &n);
    CU_ASSERT_EQUAL(n, 0);
    free(pairs);
}

static void test_read_when_nothing_is_known_then_is_refused(void)
{
    struct fail fail = {""};
    unsigned char percent[25] = {0};
    unsigned tokens[5] = {0};
    struct similar_table table = {5, percent, tokens};
    CU_ASSERT_EQUAL(similar_read("t0.c is like t1.c\n", &table, &fail), -1);
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "sim_c 3.0"));
}

static void test_mark_when_runs_meet_then_what_was_given_stays(void)
{
    char a[] = "      ", b[] = "    ";
    similar_mark("t0.c: line 2-5      |t1.c: line 1-9   [30]\n"
                 "t0.c: line 4-4      |given.c: line 1-2[16]\n"
                 "t1.c: line 3-3      |t7.c: line 1-2   [16]\n"
                 "given.c: line 1-2   |t1.c: line 4-4   [16]\n",
        "t0.c", "t1.c", a, b);
    CU_ASSERT_STRING_EQUAL(a, " ==-= ");
    CU_ASSERT_STRING_EQUAL(b, "===-");
}

static void test_mark_when_a_text_is_one_line_then_it_is_marked(void)
{
    char a[] = " ", b[] = " ";
    similar_mark("t0.c: line 0-0 |t1.c: line 0-1 [30]\n", "t0.c", "t1.c", a, b);
    CU_ASSERT_STRING_EQUAL(a, "=");
    CU_ASSERT_STRING_EQUAL(b, "=");
}

static void test_beside_when_texts_are_hostile_then_stay_text(void)
{
    const struct beside sides[] = {
        {"<i>", "</pre>\n```\nx\x1b[31m", "=- "}, {"b", "int b;", ""}};
    char *html = beside_html(sides), *markdown = beside_markdown(sides);
    CU_ASSERT_STRING_EQUAL(html,
        "<div class=\"beside\">\n<div>\n<h4>&lt;i&gt;</h4>\n<pre><code>"
        "<mark>=    1  &lt;/pre&gt;</mark>\n<s>-    2  ```</s>\n"
        "     3  x\\x1b[31m\n</code></pre>\n</div>\n"
        "<div>\n<h4>b</h4>\n<pre><code>     1  int b;\n"
        "</code></pre>\n</div>\n</div>\n");
    CU_ASSERT_STRING_EQUAL(markdown,
        "#### \\<i\\>\n\n````\n=    1  </pre>\n-    2  ```\n"
        "     3  x\\x1b[31m\n````\n\n#### b\n\n```\n     1  int b;\n```\n");
    free(markdown);
    free(html);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_rank_when_much_was_given_then_it_does_not_count",
            test_rank_when_much_was_given_then_it_does_not_count},
        {"test_rank_when_below_the_least_then_is_left_out",
            test_rank_when_below_the_least_then_is_left_out},
        {"test_read_when_lines_are_strange_then_are_passed_over",
            test_read_when_lines_are_strange_then_are_passed_over},
        {"test_read_when_nothing_is_known_then_is_refused",
            test_read_when_nothing_is_known_then_is_refused},
        {"test_mark_when_runs_meet_then_what_was_given_stays",
            test_mark_when_runs_meet_then_what_was_given_stays},
        {"test_mark_when_a_text_is_one_line_then_it_is_marked",
            test_mark_when_a_text_is_one_line_then_it_is_marked},
        {"test_beside_when_texts_are_hostile_then_stay_text",
            test_beside_when_texts_are_hostile_then_stay_text},
        {0},
    };
    return unit_main("similar", tests);
}
