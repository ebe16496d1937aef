/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/random.h"
#include "tests/unit/small_course.h"
#include "tests/unit/unit.h"

/* A good manifest is changed in one place, and the reason must name the line
 * and what is wrong there. */

/* libconfig forgets a text that stands where none may stand. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig";
}

/* Replace the first @p from by @p to. @return new. */
static char *changed(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    CU_ASSERT_PTR_NOT_NULL_FATAL(at);
    return mem_format(
        "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

/* One change, and the line and the words that the reason must have. */
struct broken {
    const char *from, *to;
    unsigned line;
    const char *words;
};

static void expect_broken(const char *root, const char *name,
    const char *content, const struct broken *row)
{
    struct fail fail = {""};
    char *text = changed(content, row->from, row->to);
    char *place = mem_format("%s:%u: ", name, row->line);
    small_put(root, name, text);
    struct course *course = course_read(root, &fail);
    small_expect(course == NULL &&
                     strncmp(fail.text, place, strlen(place)) == 0 &&
                     strstr(fail.text, row->words) != NULL &&
                     strchr(fail.text, '\n') == NULL,
        row->to, fail.text);
    course_free(course);
    free(place);
    free(text);
}

#define MEASURE "{ name = \"speedup\"; points = 40; yardstick = \"copies\"; }"

static const struct broken lab_rows[] = {
    {"minutes", "minuts", 8, "did you mean \"minutes\"?"},
    {"# a lab", "zzzzzzzz = 1;", 1, "no key \"zzzzzzzz\" in a lab.conf"},
    {"case_seconds", "case_second", 20, "did you mean \"case_seconds\"?"},
    {"core = true", "points = 3", 13, "for the second time"},
    {"title = \"The first lab\";", "", 1, "\"title\" is missing"},
    {"    minutes = 45;", "", 4, "\"minutes\" is missing in an exercise"},
    {"points = 35; ", "", 12, "\"points\" is missing in a group"},
    {"minutes = 45", "minutes = 45.0", 8, "without quotes or a decimal"},
    {"minutes = 45", "minutes = \"45\"", 8, "a whole number from 1"},
    {"minutes = 45", "minutes = 0", 8, "from 1 to 6000, not 0"},
    {"minutes = 45", "minutes = -5", 8, "not -5"},
    {"minutes = 45", "minutes = 70000L", 8, "not 70000"},
    {"minutes = 45", "minutes = 3000000000", 8, "is too large"},
    {"minutes = 45", "minutes = 4294967341", 8, "is too large"},
    {"minutes = 45", "minutes = 0x10000002d", 8, "is too large"},
    {"core = true", "core = 1", 13, "must be true or false"},
    {"\"threads\"", "\"thread\"", 7, "\"processes\" or \"mpi\""},
    {"\"threads\"", "3", 7, "must be \"threads\""},
    {"\"copies\"", "\"copy\"", 18, "\"yardstick\" must be \"copies\""},
    {"\"copies\"", "\"multiple\"", 4, "\"attainable_percent\" belongs to"},
    {"\"copies\"", "\"copies\"; attainable_percent = 800", 4, "belongs to"},
    {"name = \"one\"", "name = \"One\"", 5, "\"One\" cannot be the name"},
    {"name = \"one\"", "name = \"../one\"", 5, "cannot be the name"},
    {"name = \"one\"", "name = \"1one\"", 5, "cannot be the name"},
    {"name = \"one\"", "name = \"\"", 5, "cannot be the name"},
    {"name = \"one\"", "name = 1", 5, "must be text in quotes"},
    {"name = \"one\"", "name = \"a\\x1b[31m\"", 5, "\\x1b"},
    {"name = \"other\"", "name = \"one\"", 22, "a second \"one\""},
    {"\"random\"", "\"values\"", 14, "a second \"values\" in \"groups\""},
    {"\"one_more\"", "\"one\"", 10, "\"one\" is in \"functions\" twice"},
    {"\"one_more\"", "\"one more\"", 10, "the name of a C function"},
    {"\"one_more\"", "2", 10, "must all be texts in quotes"},
    {"[\"one\", \"one_more\"]", "[]", 10, "at least one name"},
    {"[\"one\", \"one_more\"]", "\"one\"", 10, "at least one name"},
    {MEASURE, "", 17, "a list of at least one {"},
    {MEASURE, "5", 17, "{ … } and nothing else"},
    {"{ case_seconds = 7; }", "7", 20, "\"limits\" must be { … }"},
    {"points = 35", "points = 34", 4, "add up to 99"},
    {"core = true", "core = false", 4, "no group with core = true"},
    {"\"A parallel loop\"", "\"\"", 6, "one printable line"},
    {"\"A parallel loop\"", "\"a\\nb\"", 6, "one printable line"},
    {"minutes = 45;", "minutes = ;", 8, "syntax error"},
    {"false; }\n", "false; },\n", 16, "syntax error"},
    {"\"The first lab\";", "\"The first lab;", 2, "a quote is missing"},
    {"true; },\n", "true; }, \"\n", 13, "a quote is missing"},
    {"\"The first lab\"", "\"The first\\\n lab\"", 2, "a quote is mi"},
    {"  }\n);\n", "  }\n); \"", 29, "a quote is missing"},
    {"# a lab", "/* a lab", 1, "comment that opens here"},
    {"# a lab", "@include \"/etc/passwd\"", 1, "@include is not allowed"},
    {"# a lab", "#\n \t@include \"x\"", 2, "@include is not allowed"},
    {"name = \"other\"", "name = \"third\"", 22, "no folder labs/first/third"},
    {"name = \"other\"", "name = \"empty\"", 22, "no labs/first/empty/empty.h"},
};

static void test_lab_conf_when_broken_then_names_line_and_remedy(void)
{
    char *root = small_make();
    small_put(root, "labs/first/empty/empty.c", "");
    for (size_t i = 0; i < sizeof lab_rows / sizeof *lab_rows; i++)
        expect_broken(
            root, "labs/first/lab.conf", small_lab_conf, &lab_rows[i]);
    small_remove(root);
}

static void test_course_conf_when_broken_then_names_line_and_remedy(void)
{
    static const struct broken rows[] = {
        {"workers = 4", "workers = 0", 3, "from 1 to 64, not 0"},
        {"workers = 4", "worker = 4", 3, "did you mean \"workers\"?"},
        {"workers = 4;", "", 1, "\"workers\" is missing in course.conf"},
        {"\"second\"", "\"first\"", 2, "\"first\" is in \"labs\" twice"},
        {"\"second\"", "\"third\"", 2, "has no labs/third/lab.conf"},
        {"\"second\"", "\"..\"", 2, "cannot be the name"},
        {"[\"first\", \"second\"]", "()", 2, "at least one name"},
        {"# a course", "/", 1, "syntax error"},
    };
    char *root = small_make();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_broken(root, "labs/course.conf", small_course_conf, &rows[i]);
    small_remove(root);
}

static void test_course_when_file_is_missing_then_names_it(void)
{
    struct fail fail = {""};
    char *root = small_make();
    char *path = mem_format("%s/labs/course.conf", root);
    remove(path);
    CU_ASSERT_PTR_NULL(course_read(root, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "labs/course.conf"));
    CU_ASSERT_EQUAL(file_make_folder(path, &fail), 0);
    CU_ASSERT_PTR_NULL(course_read(root, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "is a folder"));
    CU_ASSERT_PTR_NULL(course_read(path + 1, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "there is no course in"));
    free(path);
    small_remove(root);
}

static void test_lab_conf_when_it_has_a_nul_then_is_refused(void)
{
    struct fail fail = {""};
    char *root = small_make();
    char *path = mem_format("%s/labs/first/lab.conf", root);
    char *bytes = mem_text(small_lab_conf);
    bytes[strlen("# a lab\n")] = '\0';
    file_write(path, bytes, strlen(small_lab_conf), &fail);
    CU_ASSERT_PTR_NULL(course_read(root, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "lab.conf:2: a NUL byte"));
    free(bytes);
    free(path);
    small_remove(root);
}

/* Whatever the bytes, reading ends with a course or a reason of one line. */
static void test_lab_conf_when_bytes_flip_then_reader_survives(void)
{
    enum { N_FLIPS = 2000 };
    struct random random = random_stream(20, "flips");
    char *root = small_make(), *bytes = mem_text(small_lab_conf);
    char *path = mem_format("%s/labs/first/lab.conf", root);
    const size_t n = strlen(small_lab_conf);
    int n_good = 0;
    for (int i = 0; i < N_FLIPS; i++) {
        struct fail fail = {""};
        memcpy(bytes, small_lab_conf, n);
        for (uint64_t k = 1 + random_below(&random, 4); k > 0; k--)
            bytes[random_below(&random, n)] ^=
                (char)(1 << random_below(&random, 8));
        file_write(path, bytes, n, &fail);
        struct course *course = course_read(root, &fail);
        n_good += course != NULL;
        if ((course == NULL) != (fail.text[0] != '\0') ||
            strchr(fail.text, '\n') != NULL)
            small_expect(false, "a flip", fail.text);
        course_free(course);
    }
    CU_ASSERT(n_good > 0 && n_good < N_FLIPS);
    free(path);
    free(bytes);
    small_remove(root);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_lab_conf_when_broken_then_names_line_and_remedy",
            test_lab_conf_when_broken_then_names_line_and_remedy},
        {"test_course_conf_when_broken_then_names_line_and_remedy",
            test_course_conf_when_broken_then_names_line_and_remedy},
        {"test_course_when_file_is_missing_then_names_it",
            test_course_when_file_is_missing_then_names_it},
        {"test_lab_conf_when_it_has_a_nul_then_is_refused",
            test_lab_conf_when_it_has_a_nul_then_is_refused},
        {"test_lab_conf_when_bytes_flip_then_reader_survives",
            test_lab_conf_when_bytes_flip_then_reader_survives},
        {0},
    };
    return unit_main("manifest", tests);
}
