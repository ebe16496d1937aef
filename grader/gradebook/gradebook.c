/* SPDX-License-Identifier: MIT */
#include "grader/gradebook/gradebook.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/mem.h"
#include "grader/gradebook/gradebook_private.h"

/* Opening, and how every statement is run. In WAL mode readers and the one
 * writer do not wait for each other, and with synchronous = FULL a commit is
 * on the disk when it returns: what was said to be graded survives the power.
 * No statement is put together from data: all values are bound. */

enum { BUSY_MS = 20000 };

int book_fail(const struct gradebook *book, struct fail *fail, const char *what)
{
    const char *remedy = "";
    switch (sqlite3_errcode(book->db) & 0xff) {
    case SQLITE_FULL:
        remedy = "; make room on the disk and run the same command again";
        break;
    case SQLITE_BUSY:
        remedy = "; another program holds it";
        break;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
        remedy = "; look at who may write there";
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        remedy = "; if this is your gradebook, take your last copy of it";
        break;
    }
    return fail_set(fail, "%s %s: %s%s", what, book->path,
        sqlite3_errmsg(book->db), remedy);
}

int book_run(const struct gradebook *book, const char *sql, struct fail *fail)
{
    if (sqlite3_exec(book->db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return 0;
    return book_fail(book, fail, "cannot write to the gradebook");
}

sqlite3_stmt *book_prepare(
    const struct gradebook *book, const char *sql, struct fail *fail)
{
    sqlite3_stmt *query = NULL;
    if (sqlite3_prepare_v2(book->db, sql, -1, &query, NULL) == SQLITE_OK)
        return query;
    book_fail(book, fail, "cannot read the gradebook");
    return NULL;
}

int book_step(
    const struct gradebook *book, sqlite3_stmt *query, struct fail *fail)
{
    switch (sqlite3_step(query)) {
    case SQLITE_ROW:
        return 1;
    case SQLITE_DONE:
        return 0;
    default:
        return book_fail(book, fail,
            sqlite3_stmt_readonly(query) ? "cannot read the gradebook"
                                         : "cannot write to the gradebook");
    }
}

int book_finish(
    const struct gradebook *book, sqlite3_stmt *query, struct fail *fail)
{
    if (query == NULL)
        return -1;
    const int result = book_step(book, query, fail);
    sqlite3_finalize(query);
    return result < 0 ? -1 : 0;
}

int book_number(const struct gradebook *book, sqlite3_stmt *query,
    int64_t *number, struct fail *fail)
{
    if (query == NULL)
        return -1;
    const int result = book_step(book, query, fail);
    if (result == 1)
        *number = sqlite3_column_int64(query, 0);
    sqlite3_finalize(query);
    return result;
}

int book_begin(const struct gradebook *book, struct fail *fail)
{
    return book_run(book, "BEGIN IMMEDIATE", fail);
}

int book_end(const struct gradebook *book, int result, struct fail *fail)
{
    if (result == 0 && book_run(book, "COMMIT", fail) == 0)
        return 0;
    sqlite3_exec(book->db, "ROLLBACK", NULL, NULL, NULL);
    return -1;
}

void book_bind_text(sqlite3_stmt *query, int i, const char *text)
{
    sqlite3_bind_text(query, i, text, -1, SQLITE_STATIC);
}

char *book_text(sqlite3_stmt *query, int column)
{
    const unsigned char *text = sqlite3_column_text(query, column);
    return mem_text(text != NULL ? (const char *)text : "");
}

static int check_file(
    const char *path, enum gradebook_mode mode, struct fail *fail)
{
    struct stat status;
    const bool is_there = stat(path, &status) == 0;
    if (!is_there && errno != ENOENT)
        return fail_errno(fail, "cannot open the gradebook %s", path);
    if (!is_there && mode != GRADEBOOK_CREATE)
        return fail_set(fail,
            "there is no gradebook %s; \"parlab class grade\" makes one, and "
            "--book names another",
            path);
    if (is_there && !S_ISREG(status.st_mode))
        return fail_set(fail, "%s is no file; name one with --book", path);
    return 0;
}

/* Readers write too in WAL mode (the index beside the file), unless the file
 * lies where nobody may. */
static int open_file(struct gradebook *book, enum gradebook_mode mode)
{
    const int how = SQLITE_OPEN_READWRITE |
                    (mode == GRADEBOOK_CREATE ? SQLITE_OPEN_CREATE : 0);
    if (sqlite3_open_v2(book->path, &book->db, how, NULL) != SQLITE_OK)
        return -1;
    if (sqlite3_db_readonly(book->db, "main") == 0 || mode != GRADEBOOK_READ)
        return 0;
    sqlite3_close(book->db);
    return sqlite3_open_v2(book->path, &book->db, SQLITE_OPEN_READONLY, NULL) ==
                   SQLITE_OK
               ? 0
               : -1;
}

/* Somebody else's file is left as it is: it is looked at first. */
static int prepare(
    struct gradebook *book, enum gradebook_mode mode, struct fail *fail)
{
    sqlite3_busy_timeout(book->db, BUSY_MS);
    sqlite3_db_config(book->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (book_run(book,
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
            "PRAGMA trusted_schema = OFF",
            fail) != 0 ||
        schema_migrate(book, mode == GRADEBOOK_CREATE, fail) != 0)
        return -1;
    return book_run(book,
        mode == GRADEBOOK_READ ? "PRAGMA query_only = ON"
                               : "PRAGMA journal_mode = WAL",
        fail);
}

struct gradebook *gradebook_open(
    const char *path, enum gradebook_mode mode, struct fail *fail)
{
    if (check_file(path, mode, fail) != 0)
        return NULL;
    struct gradebook *book = mem_new(1, sizeof *book);
    book->path = mem_text(path);
    book->lock = -1;
    if (open_file(book, mode) != 0)
        book_fail(book, fail, "cannot open the gradebook");
    else if (prepare(book, mode, fail) == 0)
        return book;
    gradebook_close(book);
    return NULL;
}

void gradebook_close(struct gradebook *book)
{
    if (book == NULL)
        return;
    sqlite3_close(book->db);
    if (book->lock >= 0)
        close(book->lock);
    free(book->path);
    free(book);
}
