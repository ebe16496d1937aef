/* SPDX-License-Identifier: MIT */
#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/collect/collect.h"
#include "tests/unit/small_course.h"
#include "tests/unit/unit.h"

/* Folders and archives as they come from people and from systems, and as they
 * come from somebody who wants to do harm. The small course has first/one,
 * first/other and second/one: "other" is unique and "one" is not. */

static struct course *course;
static char *folder;

/* One file, and what must become of it. */
struct row {
    const char *path;
    const char *student; /* NULL: it is not taken */
    const char *exercise; /* or a part of the reason */
};

static void add_entry(struct archive *zip, const char *path, int type,
    const char *bytes, size_t n_bytes)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname_utf8(entry, path);
    archive_entry_set_mtime(entry, 1000000000, 0);
    archive_entry_set_filetype(entry, (unsigned)type);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)n_bytes);
    if (type == AE_IFLNK)
        archive_entry_set_symlink(entry, bytes);
    CU_ASSERT(archive_write_header(zip, entry) >= ARCHIVE_WARN);
    if (type == AE_IFREG)
        archive_write_data(zip, bytes, n_bytes);
    archive_entry_free(entry);
}

static struct archive *begin_zip(const char *path)
{
    struct archive *zip = archive_write_new();
    archive_write_set_format_zip(zip);
    archive_write_set_options(zip, "hdrcharset=UTF-8");
    CU_ASSERT_EQUAL(archive_write_open_filename(zip, path), ARCHIVE_OK);
    return zip;
}

static void end_zip(struct archive *zip)
{
    CU_ASSERT_EQUAL(archive_write_close(zip), ARCHIVE_OK);
    archive_write_free(zip);
}

static char *new_folder(const char *name)
{
    struct fail fail;
    char *path = mem_format("%s/%s", folder, name);
    file_remove_folder(path);
    CU_ASSERT_EQUAL(file_make_folder(path, &fail), 0);
    return path;
}

/* In a test, since that is where it may fail. */
static const struct lab *course_labs(void)
{
    if (course == NULL)
        course = small_open();
    return course->labs;
}

static struct collection collect_all(
    const char *path, const struct exercise *asked)
{
    struct fail fail = {""};
    const struct exercise *exercises[8];
    struct collection all = {0};
    size_t n = 0;
    course_labs();
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++)
            if (asked == NULL || asked == &course->labs[i].exercises[k])
                exercises[n++] = &course->labs[i].exercises[k];
    CU_ASSERT_EQUAL(collect(path, course, exercises, n, &all, &fail), 0);
    CU_ASSERT_STRING_EQUAL(fail.text, "");
    return all;
}

/* Without the archive's name in front. */
static bool is_path(const char *place, const char *path)
{
    const char *inside = strstr(place, ".zip: ");
    return strcmp(inside != NULL ? inside + 6 : place, path) == 0;
}

static const struct found *find(const struct collection *all, const char *path)
{
    for (size_t i = 0; i < all->n_found; i++)
        if (is_path(all->found[i].origin, path))
            return &all->found[i];
    return NULL;
}

static const char *find_reason(const struct collection *all, const char *path)
{
    for (size_t i = 0; i < all->n_unread; i++)
        if (is_path(all->unread[i].path, path))
            return all->unread[i].why;
    return NULL;
}

static void expect_row(const struct collection *all, const struct row *row)
{
    const struct found *one = find(all, row->path);
    const char *why = find_reason(all, row->path);
    if (row->student == NULL)
        small_expect(
            one == NULL && why != NULL && strstr(why, row->exercise) != NULL,
            row->path, why != NULL ? why : "taken");
    else
        small_expect(one != NULL && strcmp(one->student, row->student) == 0 &&
                         strcmp(one->exercise, row->exercise) == 0,
            row->path, one != NULL ? one->student : why);
}

/* Put each row's file, its path as its content, into a folder or an archive,
 * and collect. */
static void expect_folder(const struct row rows[], size_t n)
{
    char *path = new_folder("plain");
    for (size_t i = 0; i < n; i++)
        small_put(path, rows[i].path, rows[i].path);
    struct collection all = collect_all(path, NULL);
    for (size_t i = 0; i < n; i++)
        expect_row(&all, &rows[i]);
    collection_free(&all);
    free(path);
}

static void expect_zip(const struct row rows[], size_t n)
{
    char *path = mem_format("%s/some.zip", folder);
    struct archive *zip = begin_zip(path);
    for (size_t i = 0; i < n; i++)
        add_entry(
            zip, rows[i].path, AE_IFREG, rows[i].path, strlen(rows[i].path));
    end_zip(zip);
    struct collection all = collect_all(path, NULL);
    for (size_t i = 0; i < n; i++)
        expect_row(&all, &rows[i]);
    collection_free(&all);
    free(path);
}

#define N(rows) (sizeof(rows) / sizeof *(rows))

static void test_folder_when_plain_then_takes_what_is_clear(void)
{
    static const struct row rows[] = {
        {"ada/first/one.c", "ada", "first/one"},
        {"Ada  Lovelace /second/one.c", "Ada Lovelace", "second/one"},
        {"bob/labs/first/one/one.c", "bob", "first/one"},
        {"bob/first/other/other.c", "bob", "first/other"},
        {"eve/other.c", "eve", "first/other"},
        {"eve/first_one.c", "eve", "first/one"},
        {"o'neill_first_one.c", "o'neill", "first/one"},
        {"van_der_berg_second_one.c", "van_der_berg", "second/one"},
        {"\xd7\xa9\xd7\xa8\xd7\x94/other.c", "\xd7\xa9\xd7\xa8\xd7\x94",
            "first/other"},
        {"a\xcc\x88/other.c", "\xc3\xa4", "first/other"},
        {"\xe2\x80\xaezoe/other.c", "zoe", "first/other"},
        {"a\xff/other.c", "a\\xff", "first/other"},
        {"=cmd|x/other.c", "=cmd|x", "first/other"},
        {"ada/one.c", NULL, "several labs"},
        {"one.c", NULL, "several labs"},
        {"other.c", NULL, "nothing says whose"},
        {"first/one.c", NULL, "nothing says whose"},
        {"first/other.c", NULL, "nothing says whose"},
        {"second/other.c", NULL, "not as STUDENT"},
        {"ada/old/first/one.c", NULL, "not as STUDENT"},
        {"ada/src/other.c", NULL, "not as STUDENT"},
        {"ada/first/main.c", NULL, "no exercise has a file"},
        {"ada/first/one.h", NULL, "no C source"},
        {"ada/.git", NULL, "hidden"},
        {"ada/work.zip", NULL, "archive inside"},
        {"ada/.c", NULL, "hidden"},
        {" /other.c", NULL, "name is empty"},
    };
    expect_folder(rows, N(rows));
}

static void test_zip_when_of_moodle_then_has_names(void)
{
    static const struct row rows[] = {
        {"Ada Lovelace_11_assignsubmission_file_/other.c", "Ada Lovelace",
            "first/other"},
        {"Ada Lovelace_11_assignsubmission_file_/first/one.c", "Ada Lovelace",
            "first/one"},
        {"Miles O\"Brien_12_assignsubmission_file/a b/other.c",
            "Miles O\"Brien", "first/other"},
        {"No_Folder_13_assignsubmission_file_other.c", "No_Folder",
            "first/other"},
        {"\xd9\x85\xd9\x86\xd9\x89_14_assignsubmission_file_/first-one.c",
            "\xd9\x85\xd9\x86\xd9\x89", "first/one"},
        {"Same Name_15_assignsubmission_file_/other.c", "Same Name (15)",
            "first/other"},
        {"Same Name_16_assignsubmission_file_/other.c", "Same Name (16)",
            "first/other"},
        {"Ada Lovelace_11_assignsubmission_file_/old/other.c", NULL,
            "a second file of Ada Lovelace"},
        {"Bob_17_assignsubmission_onlinetext_/onlinetext.html", NULL,
            "typed into Moodle"},
        {"Bob_17_assignsubmission_file_/one.c", NULL, "several labs"},
        {"Bob_17_assignsubmission_file_/__MACOSX/other.c", NULL, "hidden"},
        {"_18_assignsubmission_file_/other.c", NULL, "name is empty"},
    };
    expect_zip(rows, N(rows));
}

static void test_zip_when_of_canvas_then_has_names(void)
{
    static const struct row rows[] = {
        {"lovelaceada_101_9001_other.c", "lovelaceada", "first/other"},
        {"lovelaceada_101_9002_other-1.c", "lovelaceada", "first/other"},
        {"bobby_LATE_102_9003_first_one.c", "bobby", "first/one"},
        {"smithjohn_103_9004_other-2.c", "smithjohn (103)", "first/other"},
        {"smithjohn_104_9005_other.c", "smithjohn (104)", "first/other"},
        {"eve_105_9006_main.c", NULL, "no exercise"},
        {"eve_105_9006_one.c", NULL, "several labs"},
    };
    expect_zip(rows, N(rows));
}

static void test_zip_when_of_gradescope_then_list_has_names(void)
{
    static const char list[] =
        "---\n"
        "submission_1:\n"
        "  :submitters:\n"
        "  - :name: Ada Lovelace\n"
        "    :sid: '0815'\n"
        "    :email: ada@example.org\n"
        "  :created_at: 2019-03-22 18:05:34.123456789 Z\n"
        "  :score: 3.0\n"
        "  :history:\n"
        "  - :name: Nobody\n"
        "submission_2:\n"
        "  :submitters:\n"
        "  - :name: 'Miles O''Brien'\n"
        "    :email: miles@example.org\n"
        "  - :name: \"Zo\\u00EB\"\n"
        "    :email: zoe@example.org\n"
        "  :created_at: 2019-03-23 18:05:34 Z\n";
    char *path = mem_format("%s/scope.zip", folder);
    struct archive *zip = begin_zip(path);
    add_entry(zip, "export/submission_1/other.c", AE_IFREG, "int a;", 6);
    add_entry(zip, "export/submission_2/first/one.c", AE_IFREG, "int b;", 6);
    add_entry(zip, "export/submission_3/other.c", AE_IFREG, "int c;", 6);
    add_entry(
        zip, "export/submission_metadata.yml", AE_IFREG, list, strlen(list));
    end_zip(zip);
    struct collection all = collect_all(path, NULL);
    CU_ASSERT_EQUAL_FATAL(all.n_found, 4);
    CU_ASSERT_STRING_EQUAL(all.found[0].student, "Ada Lovelace");
    CU_ASSERT_EQUAL(all.found[0].received, 1553277934);
    CU_ASSERT_STRING_EQUAL(all.found[1].student, "Miles O'Brien");
    CU_ASSERT_STRING_EQUAL(all.found[2].student, "Zo\xc3\xab");
    CU_ASSERT_STRING_EQUAL(all.found[2].source, "int b;");
    CU_ASSERT_EQUAL(all.found[2].received, 1553364334);
    CU_ASSERT_STRING_EQUAL(all.found[3].student, "submission_3");
    CU_ASSERT_EQUAL(all.found[3].received, 1000000000);
    collection_free(&all);
    free(path);
}

static void test_zip_when_hostile_then_nothing_of_it_is_taken(void)
{
    static const struct row rows[] = {
        {"../ada/first/one.c", NULL, "out of its folder"},
        {"/etc/first/one.c", NULL, "out of its folder"},
        {"ada/../../first/one.c", NULL, "out of its folder"},
        {"ada/first/../first/one.c", NULL, "out of its folder"},
        {"..\\..\\first\\one.c", NULL, "out of its folder"},
        {"a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/z/a/b/c/d/e/f/g/"
         "first/one.c",
            NULL, "too many folders"},
        {"good/other.c", "good", "first/other"},
    };
    static const struct row back = {
        "../../first/one.c", NULL, "out of its folder"};
    char *path = mem_format("%s/hostile.zip", folder);
    char *huge = mem_new(8 << 20, 1);
    struct archive *zip = begin_zip(path);
    for (size_t i = 0; i < N(rows); i++)
        add_entry(zip, rows[i].path, AE_IFREG, "int a;", 6);
    add_entry(zip, "link/first/one.c", AE_IFLNK, "/etc/passwd", 0);
    add_entry(zip, "bomb/first/one.c", AE_IFREG, huge, 8 << 20);
    end_zip(zip);
    struct stat status;
    CU_ASSERT_EQUAL(stat(path, &status), 0);
    CU_ASSERT(status.st_size < 100000);
    struct collection all = collect_all(path, NULL);
    for (size_t i = 0; i < N(rows); i++)
        expect_row(&all, i == 4 ? &back : &rows[i]);
    expect_row(&all, &(struct row){"link/first/one.c", NULL, "a link"});
    expect_row(&all, &(struct row){"bomb/first/one.c", NULL, "larger than"});
    CU_ASSERT_EQUAL(all.n_found, 1);
    collection_free(&all);
    free(huge);
    free(path);
}

/* Any byte of an archive changed, any end cut off: something is said, and
 * nothing breaks. */
static void test_zip_when_damaged_then_says_so(void)
{
    struct fail fail;
    size_t n_bytes = 0;
    char *path = mem_format("%s/some.zip", folder);
    char *other = mem_format("%s/damaged.zip", folder);
    struct archive *zip = begin_zip(path);
    add_entry(zip, "ada/other.c", AE_IFREG, "int a;", 6);
    add_entry(zip, "bob/first/one.c", AE_IFREG, "int b;", 6);
    end_zip(zip);
    char *bytes = file_read(path, 1 << 20, &n_bytes, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
    for (size_t i = 0; i < n_bytes; i++) {
        bytes[i] = (char)(bytes[i] ^ 0x41);
        file_write(other, bytes, n_bytes, &fail);
        struct collection all = collect_all(other, NULL);
        collection_free(&all);
        bytes[i] = (char)(bytes[i] ^ 0x41);
        file_write(other, bytes, i, &fail);
        all = collect_all(other, NULL);
        CU_ASSERT(all.n_found == 0 || i > n_bytes - 30);
        CU_ASSERT(all.n_unread > 0 || i > n_bytes - 30);
        collection_free(&all);
    }
    free(bytes);
    free(other);
    free(path);
}

static void test_folder_when_it_has_traps_then_steps_over_them(void)
{
    char *path = new_folder("traps");
    char *link = mem_format("%s/ada/other.c", path);
    char *pipe = mem_format("%s/bob/other.c", path);
    char *around = mem_format("%s/round", path);
    char *large = mem_new((2 << 20) + 1, 1);
    memset(large, ' ', 2 << 20);
    small_put(path, "ada/x", "");
    small_put(path, "bob/x", "");
    small_put(path, "eve/other.c", large);
    small_put(path, "gradebook.sqlite", "");
    CU_ASSERT_EQUAL(symlink("/etc/passwd", link), 0);
    CU_ASSERT_EQUAL(mkfifo(pipe, 0600), 0);
    CU_ASSERT_EQUAL(symlink(path, around), 0);
    struct collection all = collect_all(path, NULL);
    expect_row(&all, &(struct row){"ada/other.c", NULL, "a link"});
    expect_row(&all, &(struct row){"bob/other.c", NULL, "no ordinary file"});
    expect_row(&all, &(struct row){"eve/other.c", NULL, ""});
    expect_row(&all, &(struct row){"round", NULL, "a link"});
    CU_ASSERT_EQUAL(all.n_found, 0);
    CU_ASSERT_PTR_NULL(find_reason(&all, "gradebook"));
    collection_free(&all);
    free(large);
    free(link);
    free(pipe);
    free(around);
    free(path);
}

static void test_collect_when_one_is_asked_for_then_name_is_enough(void)
{
    char *path = new_folder("asked");
    small_put(path, "ada/one.c", "int a;");
    small_put(path, "ada/first/one.c", "int b;");
    small_put(path, "bob/other.c", "int b;");
    struct collection all = collect_all(path, &course_labs()[1].exercises[0]);
    expect_row(&all, &(struct row){"ada/one.c", "ada", "second/one"});
    CU_ASSERT_EQUAL(all.n_found, 1);
    CU_ASSERT_EQUAL(all.n_not_asked, 2);
    CU_ASSERT_EQUAL(all.n_unread, 0);
    collection_free(&all);
    free(path);
}

static void test_collect_when_file_is_not_taken_then_student_is_known(void)
{
    char *path = mem_format("%s/known.zip", folder);
    struct archive *zip = begin_zip(path);
    add_entry(zip, "Ada_1_assignsubmission_file_/main.c", AE_IFREG, "a", 1);
    add_entry(zip, "Ada_1_assignsubmission_file_/main.h", AE_IFREG, "a", 1);
    add_entry(
        zip, "Bob_2_assignsubmission_onlinetext_/x.html", AE_IFREG, "a", 1);
    add_entry(zip, "Eve_3_assignsubmission_file_/main.c", AE_IFREG, "a", 1);
    add_entry(zip, "Eve_4_assignsubmission_file_/other.c", AE_IFREG, "a", 1);
    add_entry(zip, "old/main.c", AE_IFREG, "a", 1);
    end_zip(zip);
    struct collection all = collect_all(path, NULL);
    CU_ASSERT_EQUAL(all.n_found, 1);
    CU_ASSERT_EQUAL(all.n_unread, 5);
    CU_ASSERT_EQUAL_FATAL(all.n_students, 3);
    CU_ASSERT_STRING_EQUAL(all.students[0], "Ada");
    CU_ASSERT_STRING_EQUAL(all.students[1], "Bob");
    CU_ASSERT_STRING_EQUAL(all.students[2], "Eve (3)");
    CU_ASSERT_STRING_EQUAL(all.found[0].student, "Eve (4)");
    collection_free(&all);
    free(path);
}

static const struct unit_test tests[] = {
    {"folder_when_plain_then_takes_what_is_clear",
        test_folder_when_plain_then_takes_what_is_clear},
    {"zip_when_of_moodle_then_has_names",
        test_zip_when_of_moodle_then_has_names},
    {"zip_when_of_canvas_then_has_names",
        test_zip_when_of_canvas_then_has_names},
    {"zip_when_of_gradescope_then_list_has_names",
        test_zip_when_of_gradescope_then_list_has_names},
    {"zip_when_hostile_then_nothing_of_it_is_taken",
        test_zip_when_hostile_then_nothing_of_it_is_taken},
    {"zip_when_damaged_then_says_so", test_zip_when_damaged_then_says_so},
    {"folder_when_it_has_traps_then_steps_over_them",
        test_folder_when_it_has_traps_then_steps_over_them},
    {"collect_when_one_is_asked_for_then_name_is_enough",
        test_collect_when_one_is_asked_for_then_name_is_enough},
    {"collect_when_file_is_not_taken_then_student_is_known",
        test_collect_when_file_is_not_taken_then_student_is_known},
    {0},
};

int main(void)
{
    struct fail fail;
    folder = file_temp_folder(&fail);
    if (folder == NULL)
        return 99;
    const int code = unit_main("collect", tests);
    if (course != NULL)
        small_close(course);
    file_remove_folder(folder);
    free(folder);
    return code;
}
