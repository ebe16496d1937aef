/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_GRADEBOOK_GRADEBOOK_PRIVATE_H
#define PARLAB_GRADEBOOK_GRADEBOOK_PRIVATE_H

#include <sqlite3.h>

#include "grader/gradebook/gradebook.h"

/** @file What the files of this folder share. */

struct gradebook {
    sqlite3 *db;
    char *path; /**< as errors show it */
    int lock; /**< descriptor; -1: not asked for */
};

/** Set the reason to what SQLite says, and to what can be done about it.
 *  @return -1 always. */
int book_fail(
    const struct gradebook *book, struct fail *fail, const char *what);

/** Run statements that give no rows. @return 0, or -1. */
int book_run(const struct gradebook *book, const char *sql, struct fail *fail);

/** Prepare a statement. @return release with sqlite3_finalize(); NULL. */
sqlite3_stmt *book_prepare(
    const struct gradebook *book, const char *sql, struct fail *fail);

/** Take the next row. @return 1 there is one; 0 there is none; -1. */
int book_step(
    const struct gradebook *book, sqlite3_stmt *query, struct fail *fail);

/** Run a statement that gives no rows, and release it; NULL is a failure
 *  that has its reason. @return 0, or -1. */
int book_finish(
    const struct gradebook *book, sqlite3_stmt *query, struct fail *fail);

/** Begin and end a transaction; book_end() takes everything back when
 *  @p result is not 0. @return 0, or -1. */
int book_begin(const struct gradebook *book, struct fail *fail);
int book_end(const struct gradebook *book, int result, struct fail *fail);

/** Run a query for one number, and release it; NULL is a failure that has its
 *  reason. @return 1 found; 0 no row; -1. */
int book_number(const struct gradebook *book, sqlite3_stmt *query,
    int64_t *number, struct fail *fail);

/** Bind a text; NULL becomes NULL. Borrowed until the statement ends. */
void book_bind_text(sqlite3_stmt *query, int i, const char *text);

/** A column's text. @return new; empty for NULL. */
char *book_text(sqlite3_stmt *query, int column);

/** Bring the tables up to date.
 *  @param may_make  an empty file becomes a gradebook. @return 0, or -1. */
int schema_migrate(
    const struct gradebook *book, bool may_make, struct fail *fail);

/** A submission is not being graded any more. @return 0, or -1. */
int book_rest(
    const struct gradebook *book, int64_t submission, struct fail *fail);

/** The number of a student, who is added when new. @return 0, or -1. */
int book_student(const struct gradebook *book, const char *name, int64_t *id,
    struct fail *fail);

#endif
