/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "grader/base/mem.h"
#include "grader/gradebook/gradebook_private.h"

/* Step N of the list takes a gradebook of version N to N + 1, and all steps
 * that are lacking are one transaction. A step is never changed once a
 * gradebook may have been made with it: what comes later is a new one. What
 * was handed in and what it got is kept by triggers too, so that no mistake
 * of ours, and no other program, changes a row in passing. */

/* "PLBK"; makes a gradebook known from other SQLite files. */
#define APPLICATION_ID 1347175243

#define KEEP(table)                                                            \
    "CREATE TRIGGER " table "_stay BEFORE UPDATE ON " table                    \
    " BEGIN SELECT RAISE(ABORT, 'rows of " table " stay as they are'); END;"   \
    "CREATE TRIGGER " table "_stay_there BEFORE DELETE ON " table              \
    " BEGIN SELECT RAISE(ABORT, 'rows of " table " stay'); END;"

static const char *const steps[] = {
    /* 0: what a class is */
    "CREATE TABLE students ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  name TEXT NOT NULL UNIQUE);"
    "CREATE TABLE submissions ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  student INTEGER NOT NULL REFERENCES students (id),"
    "  exercise TEXT NOT NULL,"
    "  attempt INTEGER NOT NULL CHECK (attempt >= 1),"
    "  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),"
    "  source BLOB NOT NULL,"
    "  origin TEXT NOT NULL,"
    "  received INTEGER NOT NULL,"
    "  UNIQUE (student, exercise, sha256),"
    "  UNIQUE (student, exercise, attempt));"
    "CREATE TABLE policies ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  text TEXT NOT NULL UNIQUE);"
    "CREATE TABLE results ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  submission INTEGER NOT NULL REFERENCES submissions (id),"
    "  depth INTEGER NOT NULL CHECK (depth IN (0, 1)),"
    "  at INTEGER NOT NULL,"
    "  seed INTEGER NOT NULL,"
    "  version TEXT NOT NULL,"
    "  policy INTEGER NOT NULL REFERENCES policies (id),"
    "  points INTEGER NOT NULL,"
    "  open_points INTEGER NOT NULL,"
    "  max_points INTEGER NOT NULL,"
    "  seconds REAL NOT NULL,"
    "  document TEXT NOT NULL);"
    "CREATE INDEX results_of ON results (submission, depth, id);"
    "CREATE TABLE overrides ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  student INTEGER NOT NULL REFERENCES students (id),"
    "  exercise TEXT NOT NULL,"
    "  points REAL NOT NULL,"
    "  why TEXT NOT NULL,"
    "  at INTEGER NOT NULL);" KEEP("submissions") KEEP("results")
        KEEP("policies") KEEP("overrides"),
    /* 1: what a run has to do and is doing */
    "CREATE TABLE settings ("
    "  key TEXT PRIMARY KEY,"
    "  value TEXT NOT NULL);"
    "CREATE TABLE requests ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  submission INTEGER NOT NULL REFERENCES submissions (id),"
    "  above INTEGER NOT NULL,"
    "  at INTEGER NOT NULL);"
    "CREATE INDEX requests_of ON requests (submission, above);"
    "CREATE TABLE running ("
    "  submission INTEGER PRIMARY KEY REFERENCES submissions (id),"
    "  depth INTEGER NOT NULL,"
    "  since INTEGER NOT NULL);"
    "CREATE TABLE troubles ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
    "  submission INTEGER NOT NULL REFERENCES submissions (id),"
    "  depth INTEGER NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  why TEXT NOT NULL);"
    "CREATE INDEX troubles_of ON troubles (submission);",
};
enum { VERSION = sizeof steps / sizeof *steps };

static int read_number(const struct gradebook *book, const char *pragma,
    int *value, struct fail *fail)
{
    sqlite3_stmt *query = book_prepare(book, pragma, fail);
    const int result = query != NULL ? book_step(book, query, fail) : -1;
    *value = result == 1 ? sqlite3_column_int(query, 0) : 0;
    sqlite3_finalize(query);
    return result < 0 ? -1 : 0;
}

static int set_number(const struct gradebook *book, const char *pragma,
    int value, struct fail *fail)
{
    char *sql = mem_format("PRAGMA %s = %d", pragma, value);
    const int result = book_run(book, sql, fail);
    free(sql);
    return result;
}

static int check_is_ours(
    const struct gradebook *book, int id, int version, struct fail *fail)
{
    if (id != APPLICATION_ID)
        return fail_set(fail, "%s is no gradebook of parlab; name another file",
            book->path);
    if (version > VERSION)
        return fail_set(fail,
            "%s was written by a newer parlab (version %d of its tables, and "
            "this one knows %d); use that one",
            book->path, version, VERSION);
    return 0;
}

static int take_steps(
    const struct gradebook *book, int version, struct fail *fail)
{
    for (int i = version; i < VERSION; i++)
        if (book_run(book, steps[i], fail) != 0)
            return -1;
    return set_number(book, "application_id", APPLICATION_ID, fail) == 0
               ? set_number(book, "user_version", VERSION, fail)
               : -1;
}

/* Two processes may open a new file at once: what it is, is looked at again
 * in the transaction. */
int schema_migrate(
    const struct gradebook *book, bool may_make, struct fail *fail)
{
    int id = 0, version = 0, n_tables = 0;
    if (read_number(book, "PRAGMA application_id", &id, fail) != 0 ||
        read_number(book, "PRAGMA user_version", &version, fail) != 0)
        return -1;
    if (id == APPLICATION_ID && version == VERSION)
        return 0;
    if (book_begin(book, fail) != 0)
        return -1;
    int result = read_number(book, "PRAGMA application_id", &id, fail);
    if (result == 0)
        result = read_number(book, "PRAGMA user_version", &version, fail);
    if (result == 0)
        result = read_number(
            book, "SELECT count(*) FROM sqlite_master", &n_tables, fail);
    if (result == 0 && !(may_make && id == 0 && n_tables == 0))
        result = check_is_ours(book, id, version, fail);
    if (result == 0)
        result = take_steps(book, version, fail);
    return book_end(book, result, fail);
}
