/* SPDX-License-Identifier: MIT */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/gradebook/gradebook.h"
#include "grader/gradebook/marks.h"
#include "grader/gradebook/work.h"
#include "tests/unit/small_course.h"
#include "tests/unit/unit.h"

/* A gradebook in a temporary folder: what is added is there again, nothing
 * changes, and what is no gradebook is left alone. */

static char *folder;

static char *path_of(const char *name)
{
    return mem_format("%s/%s", folder, name);
}

static struct gradebook *open_book(const char *name, enum gradebook_mode mode)
{
    struct fail fail = {""};
    char *path = path_of(name);
    struct gradebook *book = gradebook_open(path, mode, &fail);
    if (book == NULL)
        printf("# %s\n", fail.text);
    free(path);
    return book;
}

/* Run SQL of our own on a file. @return SQLite's code. */
static int sql(const char *name, const char *text)
{
    sqlite3 *db = NULL;
    char *path = path_of(name);
    sqlite3_open(path, &db);
    const int code = sqlite3_exec(db, text, NULL, NULL, NULL);
    sqlite3_close(db);
    free(path);
    return code;
}

static struct submission hand_in(struct gradebook *book, const char *student,
    const char *exercise, const char *source, time_t received, bool *is_new)
{
    struct fail fail = {""};
    char hex[65];
    CU_ASSERT_EQUAL(file_sha256(source, strlen(source), hex, &fail), 0);
    struct submission one = {.student = mem_text(student),
        .exercise = mem_text(exercise),
        .sha256 = mem_text(hex),
        .source = mem_text(source),
        .source_bytes = strlen(source),
        .origin = mem_text("x"),
        .received = received};
    CU_ASSERT_EQUAL(gradebook_add_submission(book, &one, is_new, &fail), 0);
    return one;
}

static void give(struct gradebook *book, int64_t submission,
    enum gradebook_depth depth, int points, int open)
{
    struct fail fail = {""};
    struct gradebook_result result = {.submission = submission,
        .depth = depth,
        .when = 1000,
        .seed = 7,
        .version = mem_text("0.1"),
        .policy = mem_text("workers = 4;"),
        .points = points,
        .open_points = open,
        .max_points = 100,
        .seconds = 1.5,
        .document =
            json_pack("{s:{s:s}, s:[{s:s, s:i}]}", "machine", "processor",
                "one", "exercises", "status", "graded", "points", points)};
    CU_ASSERT_EQUAL(gradebook_add_result(book, &result, &fail), 0);
    CU_ASSERT(result.id > 0);
    gradebook_result_clear(&result);
}

static void test_submission_when_handed_in_twice_then_is_one_attempt(void)
{
    bool is_new = false;
    struct gradebook *book = open_book("twice.sqlite", GRADEBOOK_CREATE);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    struct submission a =
        hand_in(book, "Ada", "first/one", "int a;", 10, &is_new);
    CU_ASSERT_TRUE(is_new);
    struct submission b =
        hand_in(book, "Ada", "first/one", "int b;", 20, &is_new);
    CU_ASSERT_TRUE(is_new);
    struct submission c =
        hand_in(book, "Ada", "first/one", "int a;", 30, &is_new);
    CU_ASSERT_FALSE(is_new);
    struct submission d =
        hand_in(book, "Bob", "first/one", "int a;", 30, &is_new);
    CU_ASSERT_TRUE(is_new);
    CU_ASSERT_EQUAL(a.attempt, 1);
    CU_ASSERT_EQUAL(b.attempt, 2);
    CU_ASSERT_EQUAL(c.attempt, 1);
    CU_ASSERT_EQUAL(c.id, a.id);
    CU_ASSERT_EQUAL(d.attempt, 1);
    submission_clear(&a);
    submission_clear(&b);
    submission_clear(&c);
    submission_clear(&d);
    gradebook_close(book);
}

static void test_gradebook_when_file_is_none_then_is_left_alone(void)
{
    struct fail fail = {""};
    char *text = path_of("text"), *other = path_of("other.sqlite");
    char *none = path_of("none");
    small_put(folder, "text", "this is a text of some length, and no database");
    CU_ASSERT_PTR_NULL(gradebook_open(text, GRADEBOOK_CREATE, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "not a database"));
    CU_ASSERT_EQUAL(sql("other.sqlite", "CREATE TABLE t (a)"), SQLITE_OK);
    CU_ASSERT_PTR_NULL(gradebook_open(other, GRADEBOOK_CREATE, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "no gradebook"));
    CU_ASSERT_PTR_NULL(gradebook_open(none, GRADEBOOK_WRITE, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "there is no gradebook"));
    CU_ASSERT_PTR_NULL(gradebook_open(none, GRADEBOOK_READ, &fail));
    CU_ASSERT_FALSE(file_exists(none));
    CU_ASSERT_PTR_NULL(gradebook_open(folder, GRADEBOOK_READ, &fail));
    free(text);
    free(other);
    free(none);
}

static void test_gradebook_when_newer_then_is_refused(void)
{
    struct fail fail = {""};
    char *path = path_of("newer.sqlite");
    gradebook_close(open_book("newer.sqlite", GRADEBOOK_CREATE));
    CU_ASSERT_EQUAL(sql("newer.sqlite", "PRAGMA user_version = 999"), 0);
    CU_ASSERT_PTR_NULL(gradebook_open(path, GRADEBOOK_READ, &fail));
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "newer parlab"));
    free(path);
}

/* What a process leaves that ends between making the file and its tables. */
static void test_gradebook_when_begun_and_empty_then_is_made(void)
{
    CU_ASSERT_EQUAL(sql("begun.sqlite", "PRAGMA journal_mode = WAL"), 0);
    struct gradebook *book = open_book("begun.sqlite", GRADEBOOK_CREATE);
    CU_ASSERT_PTR_NOT_NULL(book);
    gradebook_close(book);
}

static void test_rows_when_changed_by_sql_then_stay(void)
{
    static const char *const rows[] = {
        "UPDATE results SET points = 100",
        "DELETE FROM results",
        "UPDATE submissions SET source = ''",
        "DELETE FROM submissions",
        "UPDATE overrides SET points = 1",
        "DELETE FROM overrides",
        "UPDATE policies SET text = ''",
        "PRAGMA foreign_keys = ON; INSERT INTO results VALUES "
        "(NULL, 99, 1, 0, 0, '', 1, 0, 0, 0, 0, '{}')",
    };
    struct fail fail = {""};
    struct gradebook *book = open_book("stay.sqlite", GRADEBOOK_CREATE);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    struct submission a = hand_in(book, "Ada", "first/one", "a", 10, NULL);
    give(book, a.id, GRADEBOOK_GRADED, 90, 0);
    const struct gradebook_override override = {.student = a.student,
        .exercise = a.exercise,
        .points = 95,
        .why = a.origin,
        .when = 5};
    CU_ASSERT_EQUAL(gradebook_add_override(book, &override, &fail), 0);
    submission_clear(&a);
    gradebook_close(book);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        small_expect(
            sql("stay.sqlite", rows[i]) == SQLITE_CONSTRAINT, rows[i], "");
}

/* A reader sees what was there when its walk began, and waits for nobody. */
static void test_reader_when_somebody_writes_then_reads(void)
{
    struct fail fail = {""};
    struct gradebook *book = open_book("two.sqlite", GRADEBOOK_CREATE);
    struct gradebook *reader = open_book("two.sqlite", GRADEBOOK_READ);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    CU_ASSERT_PTR_NOT_NULL_FATAL(reader);
    CU_ASSERT_EQUAL(gradebook_add_student(book, "Ada", &fail), 0);
    CU_ASSERT_EQUAL(gradebook_add_student(reader, "Bob", &fail), -1);
    char **names = gradebook_students(reader, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(names);
    CU_ASSERT_STRING_EQUAL(names[0], "Ada");
    CU_ASSERT_PTR_NULL(names[1]);
    free(names[0]);
    free(names);
    gradebook_close(reader);
    gradebook_close(book);
}

static struct policy *rules(struct course *course, const char *text)
{
    struct fail fail = {""};
    char *path = path_of("rules.conf");
    small_put(folder, "rules.conf", text);
    struct policy *policy = policy_read(course, path, &fail);
    if (policy == NULL)
        printf("# %s\n", fail.text);
    free(path);
    return policy;
}

/* Ada handed in twice, the second better and late; Bob has only been checked;
 * Eve waits; Zoe handed in nothing. */
static void fill(struct gradebook *book)
{
    struct fail fail = {""};
    struct submission a = hand_in(book, "Ada", "first/one", "a", 10, NULL);
    struct submission b =
        hand_in(book, "Ada", "first/one", "b", 90000 + 10, NULL);
    struct submission c = hand_in(book, "Bob", "first/one", "c", 10, NULL);
    struct submission d = hand_in(book, "Eve", "first/one", "d", 10, NULL);
    give(book, a.id, GRADEBOOK_CHECKED, 60, 0);
    give(book, a.id, GRADEBOOK_GRADED, 80, 0);
    give(book, a.id, GRADEBOOK_CHECKED, 20, 0);
    give(book, b.id, GRADEBOOK_GRADED, 70, 0);
    give(book, b.id, GRADEBOOK_GRADED, 90, 10);
    give(book, c.id, GRADEBOOK_CHECKED, 60, 0);
    CU_ASSERT_EQUAL(gradebook_add_student(book, "Zoe", &fail), 0);
    submission_clear(&a);
    submission_clear(&b);
    submission_clear(&c);
    submission_clear(&d);
}

static void expect_mark(const struct marks *marks, size_t student,
    const char *row, double points, double open, int attempt)
{
    char got[100];
    const struct mark *mark = marks_at(marks, student, 0);
    snprintf(got, sizeof got, "%g points, %g open, attempt %d", mark->points,
        mark->open_points, mark->attempt);
    small_expect(mark->points == points && mark->open_points == open &&
                     mark->attempt == attempt,
        row, got);
}

#define ONE                                                                    \
    "exercises = ({ name = \"first/one\"; weight = 2;"                         \
    " deadline = \"1970-01-01 00:30Z\"; });"

static void test_marks_when_attempts_differ_then_follow_the_rule(void)
{
    struct fail fail = {""};
    struct course *course = small_open();
    struct gradebook *book = open_book("marks.sqlite", GRADEBOOK_CREATE);
    struct policy *best = rules(
        course, ONE "lateness = { percent_a_day = 10; }; attempts = \"best\";");
    struct policy *last = rules(
        course, ONE "lateness = { percent_a_day = 10; }; attempts = \"last\";");
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    CU_ASSERT_PTR_NOT_NULL_FATAL(best);
    CU_ASSERT_PTR_NOT_NULL_FATAL(last);
    fill(book);
    struct marks *marks = marks_read(book, best, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(marks);
    CU_ASSERT_EQUAL_FATAL(marks->n_students, 4);
    CU_ASSERT_EQUAL_FATAL(marks->n_exercises, 1);
    expect_mark(marks, 0, "best: 80 in time, 90 a day late", 80, 0, 1);
    expect_mark(marks, 1, "checked", 60, 40, 1);
    expect_mark(marks, 2, "not graded", 0, 100, 1);
    expect_mark(marks, 3, "nothing", 0, 0, 0);
    CU_ASSERT_EQUAL(marks_at(marks, 0, 0)->n_attempts, 2);
    CU_ASSERT_EQUAL(marks->totals[1].points, 120);
    CU_ASSERT_EQUAL(marks->totals[1].open_points, 80);
    CU_ASSERT_EQUAL(marks->totals[1].max_points, 200);
    marks_free(marks);
    const struct gradebook_override override = {.student = (char[]){"Bob"},
        .exercise = (char[]){"first/one"},
        .points = 77.5,
        .why = (char[]){"seen in person"},
        .when = 5};
    CU_ASSERT_EQUAL(gradebook_add_override(book, &override, &fail), 0);
    marks = marks_read(book, last, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(marks);
    expect_mark(marks, 0, "last: two days have begun", 72, 8, 2);
    expect_mark(marks, 1, "overridden", 77.5, 0, 1);
    CU_ASSERT_EQUAL(marks_at(marks, 1, 0)->measured, 60);
    CU_ASSERT_STRING_EQUAL(marks_at(marks, 1, 0)->why, "seen in person");
    CU_ASSERT_STRING_EQUAL(marks_at(marks, 1, 0)->submission.source, "c");
    CU_ASSERT_EQUAL(marks_at(marks, 1, 0)->seed, 7);
    marks_free(marks);
    policy_free(best);
    policy_free(last);
    gradebook_close(book);
    small_close(course);
}

/* What the first version of the tables was. */
static void test_gradebook_when_older_then_is_brought_up_to_date(void)
{
    struct fail fail = {""};
    struct gradebook *book = open_book("older.sqlite", GRADEBOOK_CREATE);
    struct submission a = hand_in(book, "Ada", "first/one", "a", 10, NULL);
    give(book, a.id, GRADEBOOK_CHECKED, 60, 0);
    submission_clear(&a);
    gradebook_close(book);
    CU_ASSERT_EQUAL(
        sql("older.sqlite", "DROP TABLE settings; DROP TABLE requests;"
                            "DROP TABLE running; DROP TABLE troubles;"
                            "PRAGMA user_version = 1"),
        SQLITE_OK);
    book = open_book("older.sqlite", GRADEBOOK_READ);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    size_t n = 0;
    struct work *work = gradebook_work(book, &n, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(work);
    CU_ASSERT_EQUAL_FATAL(n, 1);
    CU_ASSERT_TRUE(work[0].is_checked);
    work_free(work, n);
    gradebook_close(book);
}

static void expect_work(struct gradebook *book, const char *row,
    bool is_checked, bool is_graded, bool is_running)
{
    char got[64];
    size_t n = 0;
    struct fail fail = {""};
    struct work *work = gradebook_work(book, &n, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(work);
    snprintf(got, sizeof got, "checked %d, graded %d, running %d",
        work[0].is_checked, work[0].is_graded, work[0].is_running);
    small_expect(n == 1 && work[0].is_checked == is_checked &&
                     work[0].is_graded == is_graded &&
                     work[0].is_running == is_running,
        row, got);
    work_free(work, n);
}

static void test_work_when_results_come_then_follows_from_them(void)
{
    struct fail fail = {""};
    struct gradebook *book = open_book("work.sqlite", GRADEBOOK_CREATE);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    struct submission a = hand_in(book, "Ada", "first/one", "a", 10, NULL);
    expect_work(book, "new", false, false, false);
    CU_ASSERT_EQUAL(
        gradebook_begin_work(book, a.id, GRADEBOOK_CHECKED, &fail), 0);
    expect_work(book, "begun", false, false, true);
    give(book, a.id, GRADEBOOK_CHECKED, 60, 0);
    expect_work(book, "checked", true, false, false);
    CU_ASSERT_EQUAL(
        gradebook_begin_work(book, a.id, GRADEBOOK_GRADED, &fail), 0);
    CU_ASSERT_EQUAL(gradebook_add_trouble(
                        book, a.id, GRADEBOOK_GRADED, "no compiler", &fail),
        0);
    expect_work(book, "in trouble", true, false, false);
    give(book, a.id, GRADEBOOK_GRADED, 90, 0);
    expect_work(book, "graded", true, true, false);
    CU_ASSERT_EQUAL(gradebook_ask_again(book, &a.id, 1, &fail), 0);
    expect_work(book, "asked again", false, false, false);
    give(book, a.id, GRADEBOOK_CHECKED, 60, 0);
    expect_work(book, "checked again", true, false, false);
    give(book, a.id, GRADEBOOK_GRADED, 91, 0);
    expect_work(book, "graded again", true, true, false);
    submission_clear(&a);
    gradebook_close(book);
}

static void expect_open(struct gradebook *book, const char *row, bool is_open)
{
    size_t n = 0;
    struct fail fail = {""};
    struct work *work = gradebook_work(book, &n, &fail);
    CU_ASSERT_PTR_NOT_NULL_FATAL(work);
    small_expect(n == 1 && work[0].is_open == is_open, row,
        work[0].is_open ? "open" : "not open");
    work_free(work, n);
}

static void test_work_when_points_were_not_measured_then_is_open(void)
{
    struct fail fail = {""};
    struct gradebook *book = open_book("open.sqlite", GRADEBOOK_CREATE);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    struct submission a = hand_in(book, "Ada", "first/one", "a", 10, NULL);
    give(book, a.id, GRADEBOOK_CHECKED, 60, 40);
    expect_open(book, "checked: speed is not asked for as yet", false);
    give(book, a.id, GRADEBOOK_GRADED, 60, 40);
    expect_open(book, "graded, not measured", true);
    CU_ASSERT_EQUAL(gradebook_ask_again(book, &a.id, 1, &fail), 0);
    expect_open(book, "asked again", false);
    give(book, a.id, GRADEBOOK_GRADED, 60, 40);
    expect_open(book, "again not measured", true);
    give(book, a.id, GRADEBOOK_GRADED, 95, 0);
    expect_open(book, "measured", false);
    submission_clear(&a);
    gradebook_close(book);
}

static void test_lock_when_held_then_nobody_else_gets_it(void)
{
    struct fail fail = {""};
    struct gradebook *book = open_book("lock.sqlite", GRADEBOOK_CREATE);
    struct gradebook *other = open_book("lock.sqlite", GRADEBOOK_WRITE);
    CU_ASSERT_PTR_NOT_NULL_FATAL(book);
    CU_ASSERT_PTR_NOT_NULL_FATAL(other);
    CU_ASSERT_FALSE(gradebook_is_busy(other));
    CU_ASSERT_EQUAL(gradebook_lock(book, &fail), 0);
    CU_ASSERT_TRUE(gradebook_is_busy(other));
    CU_ASSERT_EQUAL(gradebook_lock(other, &fail), -1);
    CU_ASSERT_PTR_NOT_NULL(strstr(fail.text, "is at work"));
    gradebook_close(book);
    CU_ASSERT_EQUAL(gradebook_lock(other, &fail), 0);
    gradebook_close(other);
}

static const struct unit_test tests[] = {
    {"submission_when_handed_in_twice_then_is_one_attempt",
        test_submission_when_handed_in_twice_then_is_one_attempt},
    {"gradebook_when_file_is_none_then_is_left_alone",
        test_gradebook_when_file_is_none_then_is_left_alone},
    {"gradebook_when_newer_then_is_refused",
        test_gradebook_when_newer_then_is_refused},
    {"gradebook_when_begun_and_empty_then_is_made",
        test_gradebook_when_begun_and_empty_then_is_made},
    {"rows_when_changed_by_sql_then_stay",
        test_rows_when_changed_by_sql_then_stay},
    {"reader_when_somebody_writes_then_reads",
        test_reader_when_somebody_writes_then_reads},
    {"marks_when_attempts_differ_then_follow_the_rule",
        test_marks_when_attempts_differ_then_follow_the_rule},
    {"gradebook_when_older_then_is_brought_up_to_date",
        test_gradebook_when_older_then_is_brought_up_to_date},
    {"work_when_results_come_then_follows_from_them",
        test_work_when_results_come_then_follows_from_them},
    {"work_when_points_were_not_measured_then_is_open",
        test_work_when_points_were_not_measured_then_is_open},
    {"lock_when_held_then_nobody_else_gets_it",
        test_lock_when_held_then_nobody_else_gets_it},
    {0},
};

int main(void)
{
    struct fail fail;
    folder = file_temp_folder(&fail);
    if (folder == NULL)
        return 99;
    const int code = unit_main("gradebook", tests);
    file_remove_folder(folder);
    free(folder);
    return code;
}
