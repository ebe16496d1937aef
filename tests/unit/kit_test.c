/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/kit/kit_private.h"
#include "tests/unit/unit.h"

/* The allow-list with a course of two labs. */

static char first[] = "first", second[] = "second", words[] = "words",
            one_name[] = "first/one", one[] = "one", two_name[] = "second/two",
            two[] = "two";
static char *libraries[] = {words, NULL};
static struct exercise ones[] = {{.name = one_name, .lab = first, .stem = one}};
static struct exercise twos[] = {
    {.name = two_name, .lab = second, .stem = two}};
static struct lab both[] = {
    {.name = first, .exercises = ones, .n_exercises = 1},
    {.name = second,
        .libraries = libraries,
        .exercises = twos,
        .n_exercises = 1}};
static const struct course course = {.labs = both, .n_labs = 2};

static struct allowed *read_list(const char *text, size_t *n, struct fail *fail)
{
    char *folder = file_temp_folder(fail);
    char *path = mem_format("%s/list", folder);
    CU_ASSERT_EQUAL_FATAL(file_write(path, text, strlen(text), fail), 0);
    struct allowed *list = allowed_read(&course, path, n, fail);
    file_remove_folder(folder);
    free(path);
    free(folder);
    return list;
}

static void test_list_when_names_stand_for_many_then_are_replaced(void)
{
    static const struct {
        const char *from, *to;
    } wanted[] = {{"README.md", NULL}, {"labs/first/README.md", NULL},
        {"labs/second/README.md", NULL}, {"labs/first/one/one.h", NULL},
        {"labs/second/two/two.h", NULL}, {"labs/second/words/*.[ch]", NULL},
        {"SKELETON", "skeletons/first/one.c"},
        {"SKELETON", "skeletons/second/two.c"}, {"a", "b"}};
    struct fail fail = {""};
    size_t n = 0;
    struct allowed *list = read_list("# a comment\n\nREADME.md\n"
                                     "labs/LAB/README.md\nlabs/LAB/EX/EX.h\n"
                                     "labs/LAB/LIBRARY/*.[ch]\n"
                                     "SKELETON -> skeletons/LAB/EX.c\na -> b",
        &n, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(list);
    CU_ASSERT_EQUAL_FATAL(n, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < n; i++) {
        CU_ASSERT_STRING_EQUAL(list[i].from, wanted[i].from);
        CU_ASSERT((list[i].to == NULL) == (wanted[i].to == NULL));
        if (list[i].to != NULL && wanted[i].to != NULL)
            CU_ASSERT_STRING_EQUAL(list[i].to, wanted[i].to);
    }
    CU_ASSERT_PTR_EQUAL(list[7].exercise, &twos[0]);
    CU_ASSERT_EQUAL(list[8].line, 8);
    allowed_free(list, n);
}

static void test_list_when_it_leads_out_then_is_refused(void)
{
    static const char *const lists[] = {"../secret\n", "/etc/passwd\n",
        "a/../../b\n", "a -> ../b\n", "SKELETON\n", "RULES\n", "# nothing\n",
        ""};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct fail fail = {""};
        size_t n;
        CU_ASSERT_PTR_NULL(read_list(lists[i], &n, &fail));
        CU_ASSERT_NOT_EQUAL(fail.text[0], '\0');
    }
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_list_when_names_stand_for_many_then_are_replaced",
            test_list_when_names_stand_for_many_then_are_replaced},
        {"test_list_when_it_leads_out_then_is_refused",
            test_list_when_it_leads_out_then_is_refused},
        {0},
    };
    return unit_main("kit", tests);
}
