/* SPDX-License-Identifier: MIT */
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/scaffold/scaffold.h"
#include "tests/unit/small_course.h"
#include "tests/unit/unit.h"

/* Manifests of all shapes in, manifests with one thing more out: exactly this
 * text, and libconfig must read it. */

/* libconfig forgets a text that stands where none may stand. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig";
}

#define ENTRY "  {\n    name = \"z\";\n  }\n"

struct edit {
    const char *before, *after; /* NULL: must be refused */
    int n_items; /* of the list afterwards */
};

/* Number of items of a list as libconfig reads it; -1: not at all. */
static int count_items(const char *text, const char *list)
{
    config_t config;
    config_init(&config);
    int n = -1;
    if (config_read_string(&config, text) == CONFIG_TRUE) {
        const config_setting_t *found = config_lookup(&config, list);
        n = found != NULL ? config_setting_length(found) : -1;
    }
    config_destroy(&config);
    return n;
}

static void expect_edit(const struct edit *row, char *got, const char *list)
{
    const char *shown = got != NULL ? got : "NULL";
    if (row->after == NULL || got == NULL)
        small_expect(row->after == NULL && got == NULL, row->before, shown);
    else
        small_expect(strcmp(got, row->after) == 0 &&
                         count_items(got, list) == row->n_items,
            row->before, shown);
    free(got);
}

static const struct edit manifests[] = {
    {"exercises = (\n  { a = 1; }\n);\n",
        "exercises = (\n  { a = 1; },\n" ENTRY ");\n", 2},
    /* without a newline, a semicolon, a line of its own for the end */
    {"exercises = (\n  { a = 1; }\n);",
        "exercises = (\n  { a = 1; },\n" ENTRY ");", 2},
    {"exercises = (\n  { a = 1; }\n)\n",
        "exercises = (\n  { a = 1; },\n" ENTRY ")\n", 2},
    {"exercises = ({ a = 1; });\n", "exercises = ({ a = 1; },\n" ENTRY ");\n",
        2},
    {"exercises : (\n  { a = 1; }\n  );\n",
        "exercises : (\n  { a = 1; },\n" ENTRY ");\n", 2},
    /* empty lists */
    {"exercises = ();", "exercises = (\n" ENTRY ");", 1},
    {"exercises = (\n);\n", "exercises = (\n" ENTRY ");\n", 1},
    {"exercises = (\n  # none yet\n);\n",
        "exercises = (\n  # none yet\n" ENTRY ");\n", 1},
    /* a comma is there already */
    {"exercises = ( { a = 1; }, );\n",
        "exercises = ( { a = 1; },\n" ENTRY ");\n", 2},
    /* comments after the last entry stay with it, whatever is in them */
    {"exercises = (\n  { a = 1; } # the last )\n);\n",
        "exercises = (\n  { a = 1; }, # the last )\n" ENTRY ");\n", 2},
    {"exercises = (\n  { a = 1; }\n  // done (soon\n  /* ); */\n);\n",
        "exercises = (\n  { a = 1; },\n  // done (soon\n  /* ); */\n" ENTRY
        ");\n",
        2},
    {"exercises = ({ a = 1; } /* { */ );\n",
        "exercises = ({ a = 1; }, /* { */\n" ENTRY ");\n", 2},
    /* nested lists, and lists after this one */
    {"exercises = (\n  { g = (\n { a = [1, 2]; }\n);\n }\n);\nlast = (\n{}\n"
     ");\n",
        "exercises = (\n  { g = (\n { a = [1, 2]; }\n);\n },\n" ENTRY
        ");\nlast = (\n{}\n);\n",
        2},
    {"other = { exercises = (\n  { a = 1; }\n); };\nexercises = ({});\n",
        "other = { exercises = (\n  { a = 1; }\n); };\nexercises = ({},\n" ENTRY
        ");\n",
        2},
    /* brackets and the name itself in texts and comments */
    {"# exercises = (\ntitle = \"exercises = (\\\" )\";\n"
     "exercises = (\n  { a = \")\"; }\n);\n",
        "# exercises = (\ntitle = \"exercises = (\\\" )\";\n"
        "exercises = (\n  { a = \")\"; },\n" ENTRY ");\n",
        2},
    {"old_exercises = ({});\nexercises = ({});\n",
        "old_exercises = ({});\nexercises = ({},\n" ENTRY ");\n", 2},
    {"exercises = (\r\n  { a = 1; }\r\n);\r\n",
        "exercises = (\r\n  { a = 1; },\r\n" ENTRY ");\r\n", 2},
    /* what cannot be extended */
    {"", NULL, 0},
    {"title = \"x\";\n", NULL, 0},
    {"# exercises = ();\n", NULL, 0},
    {"exercises\n", NULL, 0},
    {"exercises = [];\n", NULL, 0},
    {"exercises = 3;\n", NULL, 0},
    {"exercises = (\n  { a = 1; }\n", NULL, 0},
    {"exercises = ( /* );\n", NULL, 0},
    {"exercises = ( \");\n", NULL, 0},
    {"exercises = ( \"\\", NULL, 0},
};

static void test_insert_when_list_is_there_then_entry_is_its_last(void)
{
    for (size_t i = 0; i < sizeof manifests / sizeof *manifests; i++)
        expect_edit(&manifests[i], scaffold_insert(manifests[i].before, ENTRY),
            "exercises");
}

static void test_insert_when_repeated_then_all_entries_are_there(void)
{
    char *text = scaffold_insert("exercises = ();\n", ENTRY);
    for (int n = 1; n <= 3; n++) {
        CU_ASSERT_PTR_NOT_NULL_FATAL(text);
        CU_ASSERT_EQUAL(count_items(text, "exercises"), n);
        char *more = scaffold_insert(text, ENTRY);
        free(text);
        text = more;
    }
    free(text);
}

static const struct edit courses[] = {
    {"labs = [\"a\", \"b\"];\nworkers = 4;\n",
        "labs = [\"a\", \"b\", \"z\"];\nworkers = 4;\n", 3},
    {"labs = [];\n", "labs = [\"z\"];\n", 1},
    {"labs = [ ];", "labs = [\"z\" ];", 1},
    {"labs : [\"a\"]", "labs : [\"a\", \"z\"]", 2},
    {"labs = [\n  \"a\",\n  \"b\"\n];\n",
        "labs = [\n  \"a\",\n  \"b\", \"z\"\n];\n", 3},
    {"labs = [\n  \"a\", # the first ]\n  \"b\" # and the last\n];\n",
        "labs = [\n  \"a\", # the first ]\n  \"b\", \"z\" # and the last\n];\n",
        3},
    {"labs = [\"a\",];\n", "labs = [\"a\", \"z\"];\n", 2},
    {"labs = [\"a]\"];\r\n", "labs = [\"a]\", \"z\"];\r\n", 2},
    {"# labs = [];\n  labs = [\"a\"];",
        "# labs = [];\n  labs = [\"a\", \"z\"];", 2},
    {"labs_of_old = [\"a\"];\nlabs = [\"b\"];\n",
        "labs_of_old = [\"a\"];\nlabs = [\"b\", \"z\"];\n", 2},
    {"labs = (\"a\");\n", NULL, 0},
    {"labs = [\"a\"\n", NULL, 0},
    {"workers = 4;\n", NULL, 0},
    {"", NULL, 0},
};

static void test_add_lab_when_list_is_there_then_lab_is_its_last(void)
{
    for (size_t i = 0; i < sizeof courses / sizeof *courses; i++)
        expect_edit(
            &courses[i], scaffold_add_lab(courses[i].before, "z"), "labs");
}

static const struct {
    const char *word;
    bool is_name;
} names[] = {
    {"a", true},
    {"primes", true},
    {"two_words", true},
    {"x2", true},
    {"a_", true},
    {"abcdefghijklmnop", true},
    {"abcdefghijklmnopq", false},
    {"", false},
    {"2x", false},
    {"_x", false},
    {"Primes", false},
    {"priMes", false},
    {"two-words", false},
    {"two words", false},
    {"a/b", false},
    {"..", false},
    {"a.c", false},
    {"a\n", false},
    {"pr\xc3\xa4zise", false},
    /* words of C, and files and folders that labs have */
    {"int", false},
    {"restrict", false},
    {"main", false},
    {"serial", false},
    {"examples", false},
    {"integer", true},
    {"mains", true},
};

static void test_is_name_when_word_is_given_then_says_whether(void)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        small_expect(scaffold_is_name(names[i].word) == names[i].is_name,
            names[i].word, names[i].is_name ? "refused" : "taken");
}

static const struct edit lists[] = {
    {"", "+= %D%/b/m_cases.c\n", 0},
    {"# what\n\n+= %D%/a/x_cases.c\n+= %D%/c/x_cases.c\n",
        "# what\n\n+= %D%/a/x_cases.c\n+= %D%/b/m_cases.c\n"
        "+= %D%/c/x_cases.c\n",
        0},
    {"+= %D%/b/a_cases.c\n+= %D%/b/n_cases.c\n",
        "+= %D%/b/a_cases.c\n+= %D%/b/m_cases.c\n+= %D%/b/n_cases.c\n", 0},
    {"# z\n+= %D%/c/x_cases.c\n",
        "# z\n+= %D%/b/m_cases.c\n"
        "+= %D%/c/x_cases.c\n",
        0},
    {"+= %D%/a/x_cases.c", "+= %D%/a/x_cases.c\n+= %D%/b/m_cases.c\n", 0},
};

static void test_add_line_when_lines_are_sorted_then_they_stay_so(void)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char *got =
            scaffold_add_line(lists[i].before, "+= ", "+= %D%/b/m_cases.c\n");
        small_expect(strcmp(got, lists[i].after) == 0, lists[i].before, got);
        free(got);
    }
}

static const struct edit tables[] = {
    {"# L\n\n| e | w |\n|---|---|\n| [a](a/README.md) | x |\n\nText.\n",
        "# L\n\n| e | w |\n|---|---|\n| [a](a/README.md) | x |\n| z |\n\n"
        "Text.\n",
        0},
    {"| [a](a) | x |\n| [b](b) | y |\n\n| f | w |\n|---|---|\n| `f` | v |\n",
        "| [a](a) | x |\n| [b](b) | y |\n| z |\n\n| f | w |\n|---|---|\n"
        "| `f` | v |\n",
        0},
    {"| [a](a) | x |", "| [a](a) | x |\n| z |\n", 0},
    {"no table, a [link](a)\n", NULL, 0},
    {"", NULL, 0},
};

static void test_add_row_when_table_is_there_then_row_is_its_last(void)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const struct edit *row = &tables[i];
        char *got = scaffold_add_row(row->before, "| z |\n");
        small_expect(row->after == NULL || got == NULL
                         ? row->after == got
                         : strcmp(got, row->after) == 0,
            row->before, got != NULL ? got : "NULL");
        free(got);
    }
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_insert_when_list_is_there_then_entry_is_its_last",
            test_insert_when_list_is_there_then_entry_is_its_last},
        {"test_insert_when_repeated_then_all_entries_are_there",
            test_insert_when_repeated_then_all_entries_are_there},
        {"test_add_lab_when_list_is_there_then_lab_is_its_last",
            test_add_lab_when_list_is_there_then_lab_is_its_last},
        {"test_is_name_when_word_is_given_then_says_whether",
            test_is_name_when_word_is_given_then_says_whether},
        {"test_add_line_when_lines_are_sorted_then_they_stay_so",
            test_add_line_when_lines_are_sorted_then_they_stay_so},
        {"test_add_row_when_table_is_there_then_row_is_its_last",
            test_add_row_when_table_is_there_then_row_is_its_last},
        {0},
    };
    return unit_main("scaffold", tests);
}
