/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/random.h"
#include "grader/base/text.h"
#include "tests/unit/unit.h"

/* The modules below everything else: text, files, random numbers. */

static void test_text_safe_when_bytes_are_hostile_then_none_acts(void)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *expected;
    } rows[] = {
        {"plain\ttext\n", 11, "plain\ttext\n"},
        {"\033[2Jgone", 8, "\\x1b[2Jgone"},
        {"a\0b", 3, "a\\x00b"},
        {"caf\xc3\xa9", 5, "caf\xc3\xa9"},
        {"\xc3", 1, "\\xc3"},
        {"\xc2\x9b", 2, "\\xc2\\x9b"},
        {"\xe2\x80\xae", 3, "\\xe2\\x80\\xae"},
        {"\x7f", 1, "\\x7f"},
        {"\xc0\xaf", 2, "\\xc0\\xaf"}, /* a slash, written too long */
        {"\xed\xa0\x80", 3, "\\xed\\xa0\\x80"}, /* half a pair */
        {"\xf4\x90\x80\x80", 4, "\\xf4\\x90\\x80\\x80"},
        {"\xf0\x9f\x99\x82", 4, "\xf0\x9f\x99\x82"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = text_safe(rows[i].bytes, rows[i].n, 100);
        CU_ASSERT_STRING_EQUAL(text, rows[i].expected);
        free(text);
    }
}

static void test_text_safe_when_too_long_then_is_cut_and_marked(void)
{
    char *text = text_safe("abcdef", 6, 3);
    CU_ASSERT_STRING_EQUAL(text, "abc...");
    free(text);
}

static void test_distance_when_words_differ_then_counts_edits(void)
{
    CU_ASSERT_EQUAL(text_distance("", "abc"), 3);
    CU_ASSERT_EQUAL(text_distance("check", "check"), 0);
    CU_ASSERT_EQUAL(text_distance("chekc", "check"), 1);
    CU_ASSERT_EQUAL(text_distance("grad", "grade"), 1);
    CU_ASSERT_EQUAL(text_distance("list", "check"), 5);
}

static void test_nearest_when_nothing_is_near_then_is_null(void)
{
    static const char *const words[] = {"check", "grade", "list"};
    CU_ASSERT_STRING_EQUAL(text_nearest("chek", words, 3), "check");
    CU_ASSERT_STRING_EQUAL(text_nearest("grdae", words, 3), "grade");
    CU_ASSERT_PTR_NULL(text_nearest("xylophone", words, 3));
}

static void test_text_when_cut_in_a_character_then_ends_before_it(void)
{
    static const struct {
        const char *cut, *mended;
    } rows[] = {{"", ""}, {"a", "a"}, {"a\xc3", "a"}, {"\xc3\xa4", "\xc3\xa4"},
        {"a\xe2\x80", "a"}, {"a\xe2\x80\x93", "a\xe2\x80\x93"},
        {"a\xf0\x9f\x98", "a"}, {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = mem_text(rows[i].cut);
        text_mend_end(text);
        CU_ASSERT_STRING_EQUAL(text, rows[i].mended);
        free(text);
    }
}

static void test_random_when_stream_is_copied_then_repeats(void)
{
    struct random a = random_stream(7, "case"), b = a;
    struct random c = random_stream(7, "other");
    CU_ASSERT_EQUAL(random_u64(&a), random_u64(&b));
    CU_ASSERT_NOT_EQUAL(random_u64(&a), random_u64(&c));
    /* The same on every machine: SplitMix64 of a known state. */
    struct random known = {0};
    CU_ASSERT_EQUAL(random_u64(&known), 0xe220a8397b1dcdafu);
}

static void test_random_when_bounded_then_stays_within(void)
{
    struct random random = random_stream(1, "bounds");
    double sum = 0;
    for (int i = 0; i < 10000; i++) {
        CU_ASSERT(random_below(&random, 7) < 7);
        const double x = random_between(&random, -2, 3);
        CU_ASSERT(x >= -2 && x < 3);
        sum += x;
    }
    CU_ASSERT(fabs(sum / 10000 - 0.5) < 0.1);
    CU_ASSERT_EQUAL(random_below(&random, 1), 0);
}

static void test_file_when_written_then_reads_back(void)
{
    struct fail fail;
    char *folder = file_temp_folder(&fail);
    char *path = mem_format("%s/a/b \"c\"", folder);
    size_t n;
    CU_ASSERT_EQUAL(file_make_folder(path, &fail), 0);
    char *file = mem_format("%s/x", path);
    CU_ASSERT_EQUAL(file_write(file, "one\0two", 7, &fail), 0);
    char *bytes = file_read(file, 100, &n, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    CU_ASSERT_EQUAL(n, 7);
    CU_ASSERT_EQUAL(memcmp(bytes, "one\0two", 8), 0);
    file_remove_folder(folder);
    CU_ASSERT_FALSE(file_exists(folder));
    free(bytes);
    free(file);
    free(path);
    free(folder);
}

static void test_file_when_it_is_no_file_then_says_what_it_is(void)
{
    struct fail fail;
    char *folder = file_temp_folder(&fail);
    char *link = mem_format("%s/link", folder);
    CU_ASSERT_PTR_NULL(file_read(folder, 100, NULL, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "is a folder"));
    CU_ASSERT_EQUAL(symlink("/etc/passwd", link), 0);
    CU_ASSERT_PTR_NULL(file_read_submission(link, 100000, NULL, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "is a symbolic link"));
    CU_ASSERT_PTR_NULL(file_read("/nowhere/at/all", 9, NULL, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "No such file"));
    CU_ASSERT_PTR_NULL(file_read("/etc/passwd", 3, NULL, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "at most 3"));
    file_remove_folder(folder);
    free(link);
    free(folder);
}

static void test_folder_when_removed_then_links_are_not_followed(void)
{
    struct fail fail;
    char *kept = file_temp_folder(&fail), *folder = file_temp_folder(&fail);
    char *file = mem_format("%s/file", kept);
    char *link = mem_format("%s/link", folder);
    char *closed = mem_format("%s/closed/deep", folder);
    CU_ASSERT_EQUAL(file_write(file, "x", 1, &fail), 0);
    CU_ASSERT_EQUAL(symlink(kept, link), 0);
    CU_ASSERT_EQUAL(file_make_folder(closed, &fail), 0);
    *strrchr(closed, '/') = '\0';
    CU_ASSERT_EQUAL(chmod(closed, 0), 0);
    file_remove_folder(folder);
    CU_ASSERT_FALSE(file_exists(folder));
    CU_ASSERT_TRUE(file_exists(file));
    file_remove_folder(kept);
    free(closed);
    free(link);
    free(file);
    free(folder);
    free(kept);
}

static void test_sha256_when_known_then_agrees(void)
{
    struct fail fail;
    char hex[65];
    CU_ASSERT_EQUAL(file_sha256("abc", 3, hex, &fail), 0);
    CU_ASSERT_STRING_EQUAL(hex, "ba7816bf8f01cfea414140de5dae2223b00361a3"
                                "96177a9cb410ff61f20015ad");
}

/* Make a folder as a process does that is killed right afterwards.
* @return new path. */
static char *folder_of_the_dead(const char *base, const char *name)
{
    char *path = mem_format("%s/%s", base, name);
    char *file = mem_format("%s/file", path);
    struct fail fail;
    CU_ASSERT_EQUAL(file_make_folder(path, &fail), 0);
    CU_ASSERT_EQUAL(file_write(file, "x", 1, &fail), 0);
    free(file);
    return path;
}

static void test_sweep_when_makers_are_dead_then_removes_theirs_only(void)
{
    static const struct {
        const char *name;
        bool is_kept;
    } rows[] = {{"parlab-Ab3dE6", false}, {"parlab-test-Ab3dE6", true},
        {"parlab-Ab3dE", true}, {"parlab-Ab3d.6", true}, {"other", true}};
    struct fail fail;
    char *base = file_temp_folder(&fail);
    char *before = mem_text(getenv("TMPDIR"));
    setenv("TMPDIR", base, 1);
    char *alive = file_temp_folder(&fail);
    char *link = mem_format("%s/parlab-Link12", base);
    CU_ASSERT_EQUAL(symlink("/tmp", link), 0);
    char *paths[5];
    for (int i = 0; i < 5; i++)
        paths[i] = folder_of_the_dead(base, rows[i].name);
    file_sweep_temp(NULL);
    for (int i = 0; i < 5; i++) {
        CU_ASSERT_EQUAL(file_exists(paths[i]), rows[i].is_kept);
        free(paths[i]);
    }
    CU_ASSERT_TRUE(file_exists(alive));
    CU_ASSERT_TRUE(file_exists(link));
    if (before != NULL)
        setenv("TMPDIR", before, 1);
    else
        unsetenv("TMPDIR");
    file_remove_folder(base);
    free(link);
    free(alive);
    free(before);
    free(base);
}

int main(void)
{
    static const struct unit_test tests[] = {
        {"test_text_safe_when_bytes_are_hostile_then_none_acts",
            test_text_safe_when_bytes_are_hostile_then_none_acts},
        {"test_text_safe_when_too_long_then_is_cut_and_marked",
            test_text_safe_when_too_long_then_is_cut_and_marked},
        {"test_distance_when_words_differ_then_counts_edits",
            test_distance_when_words_differ_then_counts_edits},
        {"test_nearest_when_nothing_is_near_then_is_null",
            test_nearest_when_nothing_is_near_then_is_null},
        {"test_text_when_cut_in_a_character_then_ends_before_it",
            test_text_when_cut_in_a_character_then_ends_before_it},
        {"test_random_when_stream_is_copied_then_repeats",
            test_random_when_stream_is_copied_then_repeats},
        {"test_random_when_bounded_then_stays_within",
            test_random_when_bounded_then_stays_within},
        {"test_file_when_written_then_reads_back",
            test_file_when_written_then_reads_back},
        {"test_file_when_it_is_no_file_then_says_what_it_is",
            test_file_when_it_is_no_file_then_says_what_it_is},
        {"test_folder_when_removed_then_links_are_not_followed",
            test_folder_when_removed_then_links_are_not_followed},
        {"test_sweep_when_makers_are_dead_then_removes_theirs_only",
            test_sweep_when_makers_are_dead_then_removes_theirs_only},
        {"test_sha256_when_known_then_agrees",
            test_sha256_when_known_then_agrees},
        {0},
    };
    return unit_main("base", tests);
}
