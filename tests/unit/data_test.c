/* SPDX-License-Identifier: MIT */
#include "grader/data/data.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/data/folder.h"
#include "grader/data/list.h"
#include "grader/data/sums.h"
#include "tests/unit/unit.h"

/* What is read from outside, lists and sums, is held to its form, and a
 * folder is changed by one parlab at a time. */

static void test_names_when_of_other_form_then_are_refused(void)
{
    static const char *const good[] = {"pg13.txt", "a.txt", "A_b-c.d.txt"};
    static const char *const bad[] = {"", ".txt", "pg13", "pg13.txt.part",
        "../pg13.txt", "a/b.txt", "/etc/x.txt", "..txt", ".x.txt", "-o.txt",
        "a b.txt", "a\n.txt", "a\xC3\xA9.txt", "pg13.TXT"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        CU_ASSERT_TRUE(data_is_name(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CU_ASSERT_FALSE(data_is_name(bad[i]));
    char *longest = mem_format("%0100d", 0);
    memcpy(longest + 96, ".txt", 5);
    CU_ASSERT_TRUE(data_is_name(longest));
    char *longer = mem_format("0%s", longest);
    CU_ASSERT_FALSE(data_is_name(longer));
    free(longest);
    free(longer);
}

static void test_urls_when_of_other_form_then_are_refused(void)
{
    static const char *const bad[] = {"", "pg13.txt", "ftp://a/b", "https://",
        "file://host/x", "https://a/b c", "https://a/\x1b[2J", "-o",
        "scp://a/b", "HTTPS://a/b", "https:///a", "file:////"};
    CU_ASSERT_TRUE(data_is_url("https://a.example/b?c=[d]"));
    CU_ASSERT_TRUE(data_is_url("http://127.0.0.1:80/"));
    CU_ASSERT_TRUE(data_is_url("file:///tmp/x"));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CU_ASSERT_FALSE(data_is_url(bad[i]));
}

#define DIGITS                                                                 \
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

struct line_row {
    const char *text;
    const char *message; /* NULL: it is fine */
};

static const struct line_row list_rows[] = {
    {"a.txt 12 " DIGITS " https://x/a\n", NULL},
    {"# a comment\n\n a.txt\t12  " DIGITS "  https://x/a\r\n", NULL},
    {"", "lists no book"},
    {"# nothing\n", "lists no book"},
    {"a.txt 12 " DIGITS "\n", ":1: a line has four fields"},
    {"\na.txt 12 " DIGITS " https://x/a more\n", ":2: a line has four fields"},
    {"../a.txt 12 " DIGITS " https://x/a\n", ":1: the name must be plain"},
    {"b/a.txt 12 " DIGITS " https://x/a\n", ":1: the name must be plain"},
    {"a.txt 0 " DIGITS " https://x/a\n", ":1: the size must be"},
    {"a.txt -3 " DIGITS " https://x/a\n", ":1: the size must be"},
    {"a.txt 12x " DIGITS " https://x/a\n", ":1: the size must be"},
    {"a.txt 99999999999999999999 " DIGITS " https://x/a\n", "the size must"},
    {"a.txt 12 0" DIGITS " https://x/a\n", ":1: the checksum must be"},
    {"a.txt 12 ABC https://x/a\n", ":1: the checksum must be"},
    {"a.txt 12 " DIGITS " gopher://x/a\n", ":1: the URL must begin"},
    {"a.txt 1 " DIGITS " https://x/a\na.txt 1 " DIGITS " https://x/a\n",
        ":2: this name was there before"},
};

static void check_list(const char *path, const struct line_row *row)
{
    struct fail fail = {""};
    struct data_list list;
    CU_ASSERT_EQUAL_FATAL(
        file_write(path, row->text, strlen(row->text), &fail), 0);
    const int result = data_list_read(&list, path, &fail);
    if (row->message == NULL) {
        CU_ASSERT_EQUAL(result, 0);
        CU_ASSERT_EQUAL(list.n_books, 1);
        CU_ASSERT_STRING_EQUAL(list.books[0].url, "https://x/a");
        CU_ASSERT_EQUAL(list.books[0].n_bytes, 12);
    } else {
        CU_ASSERT_EQUAL(result, -1);
        CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, row->message));
    }
    data_list_free(&list);
}

static void test_list_when_a_line_is_wrong_then_says_which(void)
{
    struct fail fail = {""};
    char *folder = file_temp_folder(&fail);
    char *path = mem_format("%s/list", folder);
    for (size_t i = 0; i < sizeof list_rows / sizeof *list_rows; i++)
        check_list(path, &list_rows[i]);
    file_remove_folder(folder);
    free(path);
    free(folder);
}

static void test_course_list_when_read_then_has_61_books(void)
{
    struct fail fail = {""};
    struct data_list list;
    const char *top = getenv("TOP");
    char *path = mem_format("%s/datasets/books.list", top ? top : ".");
    CU_ASSERT_EQUAL(data_list_read(&list, path, &fail), 0);
    CU_ASSERT_EQUAL(list.n_books, 61);
    for (size_t i = 0; i < list.n_books; i++) {
        char *end = mem_format("/%s", list.books[i].name);
        CU_ASSERT_PTR_NOT_NULL(strstr(list.books[i].url, end));
        free(end);
    }
    data_list_free(&list);
    free(path);
}

static void test_sums_when_written_then_are_read_back_sorted(void)
{
    struct fail fail = {""};
    struct data_folder folder;
    struct data_sums sums = {.made_by = mem_text("somebody")}, back;
    char *above = file_temp_folder(&fail); /* which locks it for itself */
    char *path = mem_format("%s/texts", above);
    CU_ASSERT_EQUAL_FATAL(data_folder_open(&folder, path, &fail), 0);
    data_sums_set(&sums, "b.txt", DIGITS);
    data_sums_set(&sums, "c.txt", DIGITS);
    data_sums_set(&sums, "a.txt", DIGITS);
    data_sums_remove(&sums, "c.txt");
    data_sums_remove(&sums, "none.txt");
    CU_ASSERT_EQUAL(data_sums_write(&sums, &folder, &fail), 0);
    CU_ASSERT_EQUAL_FATAL(data_sums_read(&back, path, &fail), 0);
    CU_ASSERT_EQUAL_FATAL(back.n_items, 2);
    CU_ASSERT_STRING_EQUAL(back.items[0].name, "a.txt");
    CU_ASSERT_STRING_EQUAL(back.items[1].name, "b.txt");
    CU_ASSERT_STRING_EQUAL(back.made_by, "somebody");
    CU_ASSERT_STRING_EQUAL(data_sums_find(&back, "b.txt"), DIGITS);
    CU_ASSERT_PTR_NULL(data_sums_find(&back, "c.txt"));
    data_sums_free(&sums);
    data_sums_free(&back);
    data_folder_close(&folder);
    file_remove_folder(above);
    free(path);
    free(above);
}

static void test_sums_when_a_line_is_wrong_then_refuse_the_list(void)
{
    static const char *const bad[] = {"hello\n", DIGITS " a.txt\n",
        DIGITS "  ../a.txt\n", DIGITS "  \n", "0" DIGITS "  a.txt\n",
        DIGITS "  a.txt\n" DIGITS "  a.txt\n", DIGITS, "0123\n"};
    struct fail fail = {""};
    struct data_sums sums;
    char *folder = file_temp_folder(&fail);
    char *path = mem_format("%s/SHA256SUMS", folder);
    CU_ASSERT_EQUAL(data_sums_read(&sums, folder, &fail), 0);
    CU_ASSERT_EQUAL(sums.n_items, 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CU_ASSERT_EQUAL(file_write(path, bad[i], strlen(bad[i]), &fail), 0);
        CU_ASSERT_EQUAL(data_sums_read(&sums, folder, &fail), -1);
        CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "SHA256SUMS:"));
    }
    file_remove_folder(folder);
    free(path);
    free(folder);
}

static void test_folder_when_in_use_then_is_refused(void)
{
    struct fail fail = {""};
    struct data_folder first, second;
    char *above = file_temp_folder(&fail); /* which locks it for itself */
    char *path = mem_format("%s/texts", above);
    CU_ASSERT_EQUAL(data_folder_open(&first, path, &fail), 0);
    CU_ASSERT_EQUAL(data_folder_open(&second, path, &fail), -1);
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "at work in"));
    data_folder_close(&second);
    data_folder_close(&first);
    CU_ASSERT_EQUAL(data_folder_open(&second, path, &fail), 0);
    data_folder_close(&second);
    file_remove_folder(above);
    free(path);
    free(above);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_names_when_of_other_form_then_are_refused",
            test_names_when_of_other_form_then_are_refused},
        {"test_urls_when_of_other_form_then_are_refused",
            test_urls_when_of_other_form_then_are_refused},
        {"test_list_when_a_line_is_wrong_then_says_which",
            test_list_when_a_line_is_wrong_then_says_which},
        {"test_course_list_when_read_then_has_61_books",
            test_course_list_when_read_then_has_61_books},
        {"test_sums_when_written_then_are_read_back_sorted",
            test_sums_when_written_then_are_read_back_sorted},
        {"test_sums_when_a_line_is_wrong_then_refuse_the_list",
            test_sums_when_a_line_is_wrong_then_refuse_the_list},
        {"test_folder_when_in_use_then_is_refused",
            test_folder_when_in_use_then_is_refused},
        {0},
    };
    return unit_main("data", tests);
}
