/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/gradebook/gradebook_private.h"

/* What is added. Each of these functions is one transaction: it is there as a
 * whole once the function has returned 0, and not at all before. */

int book_student(const struct gradebook *book, const char *name, int64_t *id,
    struct fail *fail)
{
    sqlite3_stmt *query = book_prepare(book,
        "INSERT INTO students (name) VALUES (?) ON CONFLICT DO NOTHING", fail);
    if (query != NULL)
        book_bind_text(query, 1, name);
    if (book_finish(book, query, fail) != 0)
        return -1;
    query = book_prepare(book, "SELECT id FROM students WHERE name = ?", fail);
    if (query != NULL)
        book_bind_text(query, 1, name);
    return book_number(book, query, id, fail) == 1 ? 0 : -1;
}

int gradebook_add_student(
    struct gradebook *book, const char *student, struct fail *fail)
{
    int64_t id;
    if (book_begin(book, fail) != 0)
        return -1;
    return book_end(book, book_student(book, student, &id, fail), fail);
}

/* The same bytes of the same student. @return 1 it is there; 0 not; -1. */
static int find_same(const struct gradebook *book, int64_t student,
    struct submission *submission, struct fail *fail)
{
    sqlite3_stmt *query = book_prepare(book,
        "SELECT id, attempt FROM submissions "
        "WHERE student = ? AND exercise = ? AND sha256 = ?",
        fail);
    if (query == NULL)
        return -1;
    sqlite3_bind_int64(query, 1, student);
    book_bind_text(query, 2, submission->exercise);
    book_bind_text(query, 3, submission->sha256);
    const int result = book_step(book, query, fail);
    if (result == 1) {
        submission->id = sqlite3_column_int64(query, 0);
        submission->attempt = sqlite3_column_int(query, 1);
    }
    sqlite3_finalize(query);
    return result;
}

static int insert_submission(const struct gradebook *book, int64_t student,
    struct submission *submission, struct fail *fail)
{
    sqlite3_stmt *query = book_prepare(book,
        "INSERT INTO submissions (student, exercise, attempt, sha256, source, "
        "origin, received) VALUES (?1, ?2, 1 + (SELECT count(*) FROM "
        "submissions WHERE student = ?1 AND exercise = ?2), ?3, ?4, ?5, ?6)",
        fail);
    if (query == NULL)
        return -1;
    sqlite3_bind_int64(query, 1, student);
    book_bind_text(query, 2, submission->exercise);
    book_bind_text(query, 3, submission->sha256);
    sqlite3_bind_blob64(query, 4, submission->source,
        (sqlite3_uint64)submission->source_bytes, SQLITE_STATIC);
    book_bind_text(query, 5, submission->origin);
    sqlite3_bind_int64(query, 6, submission->received);
    return book_finish(book, query, fail) == 0 &&
                   find_same(book, student, submission, fail) == 1
               ? 0
               : -1;
}

int gradebook_add_submission(struct gradebook *book,
    struct submission *submission, bool *is_new, struct fail *fail)
{
    int64_t student;
    if (book_begin(book, fail) != 0)
        return -1;
    int result = book_student(book, submission->student, &student, fail);
    const int is_there =
        result == 0 ? find_same(book, student, submission, fail) : -1;
    result = is_there < 0 ? -1 : 0;
    if (is_there == 0)
        result = insert_submission(book, student, submission, fail);
    if (is_new != NULL)
        *is_new = is_there == 0;
    return book_end(book, result, fail);
}

static int find_policy(const struct gradebook *book, const char *text,
    int64_t *id, struct fail *fail)
{
    sqlite3_stmt *query = book_prepare(book,
        "INSERT INTO policies (text) VALUES (?) ON CONFLICT DO NOTHING", fail);
    if (query != NULL)
        book_bind_text(query, 1, text);
    if (book_finish(book, query, fail) != 0)
        return -1;
    query = book_prepare(book, "SELECT id FROM policies WHERE text = ?", fail);
    if (query != NULL)
        book_bind_text(query, 1, text);
    return book_number(book, query, id, fail) == 1 ? 0 : -1;
}

static int insert_result(const struct gradebook *book,
    struct gradebook_result *result, const char *json, int64_t policy,
    struct fail *fail)
{
    sqlite3_stmt *query = book_prepare(book,
        "INSERT INTO results (submission, depth, at, seed, version, policy, "
        "points, open_points, max_points, seconds, document) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        fail);
    if (query == NULL)
        return -1;
    sqlite3_bind_int64(query, 1, result->submission);
    sqlite3_bind_int(query, 2, (int)result->depth);
    sqlite3_bind_int64(query, 3, result->when);
    sqlite3_bind_int64(query, 4, (int64_t)result->seed);
    book_bind_text(query, 5, result->version);
    sqlite3_bind_int64(query, 6, policy);
    sqlite3_bind_int(query, 7, result->points);
    sqlite3_bind_int(query, 8, result->open_points);
    sqlite3_bind_int(query, 9, result->max_points);
    sqlite3_bind_double(query, 10, result->seconds);
    book_bind_text(query, 11, json);
    if (book_finish(book, query, fail) != 0)
        return -1;
    result->id = sqlite3_last_insert_rowid(book->db);
    return 0;
}

int gradebook_add_result(
    struct gradebook *book, struct gradebook_result *result, struct fail *fail)
{
    int64_t policy;
    char *json =
        json_dumps(result->document, JSON_COMPACT | JSON_REAL_PRECISION(9));
    if (json == NULL)
        return fail_set(fail, "a result that is no JSON");
    int added = book_begin(book, fail);
    if (added == 0) {
        added = find_policy(book, result->policy, &policy, fail);
        if (added == 0)
            added = insert_result(book, result, json, policy, fail);
        if (added == 0)
            added = book_rest(book, result->submission, fail);
        added = book_end(book, added, fail);
    }
    free(json);
    return added;
}

int gradebook_add_override(struct gradebook *book,
    const struct gradebook_override *override, struct fail *fail)
{
    int64_t student;
    if (book_begin(book, fail) != 0)
        return -1;
    int result = book_student(book, override->student, &student, fail);
    sqlite3_stmt *query =
        result == 0 ? book_prepare(book,
                          "INSERT INTO overrides (student, exercise, points, "
                          "why, at) VALUES (?, ?, ?, ?, ?)",
                          fail)
                    : NULL;
    if (query != NULL) {
        sqlite3_bind_int64(query, 1, student);
        book_bind_text(query, 2, override->exercise);
        sqlite3_bind_double(query, 3, override->points);
        book_bind_text(query, 4, override->why);
        sqlite3_bind_int64(query, 5, override->when);
    }
    result = book_finish(book, query, fail);
    return book_end(book, result, fail);
}
