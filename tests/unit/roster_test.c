/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "grader/report/roster.h"
#include "tests/unit/unit.h"

static struct roster *parse(const char *text)
{
    struct fail fail = {""};
    struct roster *roster = roster_parse(text, "people.csv", &fail);
    if (roster == NULL)
        printf("# %s\n", fail.text);
    return roster;
}

static void expect_cell(
    const struct roster *roster, size_t line, size_t column, const char *text)
{
    CU_ASSERT_STRING_EQUAL(roster_cell(roster, line, column), text);
}

static void test_table_when_quoted_then_cells_are_whole(void)
{
    struct roster *roster = parse("\xef\xbb\xbfStudent,ID\r\n"
                                  "\"Doe, \"\"Jane\"\"\n\",7\r\nshort\r\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(roster);
    CU_ASSERT_EQUAL(roster->n_lines, 3);
    CU_ASSERT_EQUAL(roster->n_columns, 2);
    expect_cell(roster, 0, 0, "Student");
    expect_cell(roster, 1, 0, "Doe, \"Jane\"\n");
    expect_cell(roster, 1, 1, "7");
    expect_cell(roster, 2, 0, "short");
    expect_cell(roster, 2, 1, "");
    roster_free(roster);
}

static void test_table_when_semicolons_then_are_separators(void)
{
    struct roster *roster = parse("First name;Last name\nJane;Doe, the first");
    CU_ASSERT_PTR_NOT_NULL_FATAL(roster);
    expect_cell(roster, 1, 1, "Doe, the first");
    CU_ASSERT_EQUAL(roster_column(roster, "Last name"), 1);
    CU_ASSERT_EQUAL(roster_column(roster, "Name"), 2);
    roster_free(roster);
}

static void test_table_when_spoiled_then_is_refused(void)
{
    static const struct {
        const char *text, *reason;
    } rows[] = {
        {"", "empty"},
        {"Student,ID\n\"open", "line 2 of the table: a quote has no end"},
        {"Student,ID\n1,2,3\n", "line 2 of the table: it has too many cells"},
        {"Student,ID\n\xff,2\n", "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fail fail = {""};
        CU_ASSERT_PTR_NULL(roster_parse(rows[i].text, "people.csv", &fail));
        CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, rows[i].reason));
        CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "people.csv"));
    }
}

static void test_find_when_names_differ_in_form_then_finds(void)
{
    static const struct {
        const char *name;
        size_t line;
    } rows[] = {{"Doe, Jane", 1}, {"Jane Doe", 1}, {"JANE DOE", 1},
        {"doejane", 1}, {"jd@x.example", 1}, {"41", 1}, {"Ärger, Zoë", 2},
        {"zoë ärger", 2}, {"95", 0}, {"", 0}, {"--", 0}, {"Twin, T", 0},
        {"t1", 3}, {"nobody", 0}};
    struct roster *roster = parse("Student,ID,SIS User ID,SIS Login ID,"
                                  "Section,threads/gaussian (3)\n"
                                  "\"Doe, Jane\",41,,jd@x.example,A,95\n"
                                  "\"Ärger, Zoë\",42,,za,A,90\n"
                                  "\"Twin, T\",43,,t1,A,80\n"
                                  "\"Twin, T\",44,,t2,A,70\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(roster);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const size_t line = roster_find(roster, rows[i].name);
        CU_ASSERT_EQUAL(line, rows[i].line);
        if (line != rows[i].line)
            printf("# %s: line %zu\n", rows[i].name, line);
    }
    CU_ASSERT(roster_is_about_people(roster, 4));
    CU_ASSERT_FALSE(roster_is_about_people(roster, 5));
    roster_free(roster);
}

static void test_find_when_moodle_then_first_and_last_name_are_one(void)
{
    struct roster *roster =
        parse("First name,Last name,ID number,Email address\n"
              "Ada,Lovelace,7,ada@x.example\n");
    CU_ASSERT_PTR_NOT_NULL_FATAL(roster);
    CU_ASSERT_EQUAL(roster_find(roster, "Ada Lovelace"), 1);
    CU_ASSERT_EQUAL(roster_find(roster, "Lovelace Ada"), 1);
    CU_ASSERT_EQUAL(roster_find(roster, "ada@x.example"), 1);
    CU_ASSERT_EQUAL(roster_find(roster, "Ada"), 0);
    roster_free(roster);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_table_when_quoted_then_cells_are_whole",
            test_table_when_quoted_then_cells_are_whole},
        {"test_table_when_semicolons_then_are_separators",
            test_table_when_semicolons_then_are_separators},
        {"test_table_when_spoiled_then_is_refused",
            test_table_when_spoiled_then_is_refused},
        {"test_find_when_names_differ_in_form_then_finds",
            test_find_when_names_differ_in_form_then_finds},
        {"test_find_when_moodle_then_first_and_last_name_are_one",
            test_find_when_moodle_then_first_and_last_name_are_one},
        {0},
    };
    return unit_main("roster", tests);
}
