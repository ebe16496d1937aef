/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/gradebook/gradebook_private.h"
#include "grader/gradebook/work.h"

/* What is read. A walk is one SELECT, so all that is visited is of the same
 * moment, however many results are added meanwhile. */

enum {
    ID,
    STUDENT,
    EXERCISE,
    SHA256,
    SOURCE,
    ORIGIN,
    RECEIVED,
    ATTEMPT,
    RESULT,
    DEPTH,
    AT,
    SEED,
    VERSION,
    POLICY,
    POINTS,
    OPEN_POINTS,
    MAX_POINTS,
    SECONDS,
    DOCUMENT
};

/* Of each submission, the newest result of the greatest depth. */
#define WALK(source, document)                                                 \
    "SELECT s.id, t.name, s.exercise, s.sha256, " source ", s.origin, "        \
    "s.received, s.attempt, r.id, r.depth, r.at, r.seed, r.version, p.text, "  \
    "r.points, r.open_points, r.max_points, r.seconds, " document              \
    " FROM submissions AS s JOIN students AS t ON t.id = s.student "           \
    "LEFT JOIN results AS r ON r.id = (SELECT id FROM results "                \
    "WHERE submission = s.id ORDER BY depth DESC, id DESC LIMIT 1) "           \
    "LEFT JOIN policies AS p ON p.id = r.policy "                              \
    "ORDER BY t.name, s.exercise, s.attempt"

static const char walk[] = WALK("s.source", "r.document");
static const char walk_lightly[] =
    WALK("''", "CASE WHEN r.depth = 0 THEN r.document END");

void submission_clear(struct submission *submission)
{
    free(submission->student);
    free(submission->exercise);
    free(submission->sha256);
    free(submission->source);
    free(submission->origin);
    *submission = (struct submission){0};
}

void gradebook_result_clear(struct gradebook_result *result)
{
    free(result->version);
    free(result->policy);
    json_decref(result->document);
    *result = (struct gradebook_result){0};
}

static void read_submission(sqlite3_stmt *row, struct submission *submission)
{
    const void *source = sqlite3_column_blob(row, SOURCE);
    const size_t n_bytes = (size_t)sqlite3_column_bytes(row, SOURCE);
    *submission = (struct submission){.id = sqlite3_column_int64(row, ID),
        .student = book_text(row, STUDENT),
        .exercise = book_text(row, EXERCISE),
        .sha256 = book_text(row, SHA256),
        .source = mem_new(n_bytes + 1, 1),
        .source_bytes = n_bytes,
        .origin = book_text(row, ORIGIN),
        .received = (time_t)sqlite3_column_int64(row, RECEIVED),
        .attempt = sqlite3_column_int(row, ATTEMPT)};
    if (n_bytes > 0)
        memcpy(submission->source, source, n_bytes);
}

int gradebook_submission(struct gradebook *book, int64_t id,
    struct submission *submission, struct fail *fail)
{
    sqlite3_stmt *query = book_prepare(book,
        "SELECT s.id, t.name, s.exercise, s.sha256, s.source, s.origin, "
        "s.received, s.attempt FROM submissions AS s "
        "JOIN students AS t ON t.id = s.student WHERE s.id = ?",
        fail);
    if (query == NULL)
        return -1;
    sqlite3_bind_int64(query, 1, id);
    const int there = book_step(book, query, fail);
    if (there == 1)
        read_submission(query, submission);
    sqlite3_finalize(query);
    if (there == 0)
        fail_set(fail, "there is no submission %lld in %s", (long long)id,
            book->path);
    return there == 1 ? 0 : -1;
}

static int read_result(const struct gradebook *book, sqlite3_stmt *row,
    struct gradebook_result *result, struct fail *fail)
{
    const bool is_there = sqlite3_column_type(row, DOCUMENT) != SQLITE_NULL;
    const char *json = (const char *)sqlite3_column_text(row, DOCUMENT);
    *result = (struct gradebook_result){.id = sqlite3_column_int64(row, RESULT),
        .submission = sqlite3_column_int64(row, ID),
        .depth = sqlite3_column_int(row, DEPTH) == 1 ? GRADEBOOK_GRADED
                                                     : GRADEBOOK_CHECKED,
        .when = (time_t)sqlite3_column_int64(row, AT),
        .seed = (uint64_t)sqlite3_column_int64(row, SEED),
        .version = book_text(row, VERSION),
        .policy = book_text(row, POLICY),
        .points = sqlite3_column_int(row, POINTS),
        .open_points = sqlite3_column_int(row, OPEN_POINTS),
        .max_points = sqlite3_column_int(row, MAX_POINTS),
        .seconds = sqlite3_column_double(row, SECONDS)};
    if (!is_there)
        return 0;
    result->document = json_loads(json != NULL ? json : "", 0, NULL);
    if (json_is_object(result->document))
        return 0;
    return fail_set(fail, "result %lld in %s is no JSON: the file is damaged",
        (long long)result->id, book->path);
}

static int visit_row(const struct gradebook *book, sqlite3_stmt *row,
    int (*visit)(void *arg, const struct submission *submission,
        const struct gradebook_result *result),
    void *arg, struct fail *fail)
{
    struct submission submission;
    struct gradebook_result result = {0};
    const bool has_result = sqlite3_column_type(row, RESULT) != SQLITE_NULL;
    int end = 0;
    read_submission(row, &submission);
    if (has_result)
        end = read_result(book, row, &result, fail);
    if (end == 0)
        end = visit(arg, &submission, has_result ? &result : NULL);
    gradebook_result_clear(&result);
    submission_clear(&submission);
    return end;
}

static int walk_all(struct gradebook *book, const char *sql,
    int (*visit)(void *arg, const struct submission *submission,
        const struct gradebook_result *result),
    void *arg, struct fail *fail)
{
    sqlite3_stmt *query = book_prepare(book, sql, fail);
    int end = query != NULL ? 0 : -1, there = 0;
    while (end == 0 && (there = book_step(book, query, fail)) == 1)
        end = visit_row(book, query, visit, arg, fail);
    sqlite3_finalize(query);
    return there < 0 ? -1 : end;
}

int gradebook_walk(struct gradebook *book,
    int (*visit)(void *arg, const struct submission *submission,
        const struct gradebook_result *result),
    void *arg, struct fail *fail)
{
    return walk_all(book, walk, visit, arg, fail);
}

int gradebook_walk_lightly(struct gradebook *book,
    int (*visit)(void *arg, const struct submission *submission,
        const struct gradebook_result *result),
    void *arg, struct fail *fail)
{
    return walk_all(book, walk_lightly, visit, arg, fail);
}

int gradebook_walk_overrides(struct gradebook *book,
    int (*visit)(void *arg, const struct gradebook_override *override),
    void *arg, struct fail *fail)
{
    sqlite3_stmt *query = book_prepare(book,
        "SELECT t.name, o.exercise, o.points, o.why, o.at "
        "FROM overrides AS o JOIN students AS t ON t.id = o.student "
        "WHERE o.id IN (SELECT max(id) FROM overrides "
        "GROUP BY student, exercise) ORDER BY t.name, o.exercise",
        fail);
    int end = query != NULL ? 0 : -1, there = 0;
    while (end == 0 && (there = book_step(book, query, fail)) == 1) {
        struct gradebook_override override = {.student = book_text(query, 0),
            .exercise = book_text(query, 1),
            .points = sqlite3_column_double(query, 2),
            .why = book_text(query, 3),
            .when = (time_t)sqlite3_column_int64(query, 4)};
        end = visit(arg, &override);
        free(override.student);
        free(override.exercise);
        free(override.why);
    }
    sqlite3_finalize(query);
    return there < 0 ? -1 : end;
}

char **gradebook_students(struct gradebook *book, struct fail *fail)
{
    sqlite3_stmt *query =
        book_prepare(book, "SELECT name FROM students ORDER BY name", fail);
    char **names = NULL;
    size_t n = 0;
    int there = -1;
    while (query != NULL && (there = book_step(book, query, fail)) == 1) {
        names = mem_grow(names, n, sizeof *names);
        names[n++] = book_text(query, 0);
    }
    sqlite3_finalize(query);
    names = mem_grow(names, n, sizeof *names);
    names[n] = NULL;
    if (there == 0)
        return names;
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
    return NULL;
}
