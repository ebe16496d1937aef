/* SPDX-License-Identifier: MIT */
#include "grader/gradebook/work.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/mem.h"
#include "grader/gradebook/gradebook_private.h"

/* "Done" is never noted: it is that a result is there, newer than the last
 * time somebody asked. So a result cannot be there and be done again, nor be
 * taken for done and not be there. The table of what runs is for people; the
 * lock, which the kernel gives back, says whether to believe it. */

static const char query_work[] =
    "SELECT s.id, t.name, s.exercise, s.attempt, s.received, "
    "(SELECT coalesce(max(above), 0) FROM requests WHERE submission = s.id), "
    "(SELECT coalesce(max(id), 0) FROM results "
    " WHERE submission = s.id AND depth = 0), "
    "(SELECT coalesce(max(id), 0) FROM results "
    " WHERE submission = s.id AND depth = 1), "
    "r.depth, r.since, "
    "(SELECT why FROM troubles WHERE submission = s.id "
    " ORDER BY id DESC LIMIT 1), "
    "(SELECT open_points FROM results WHERE submission = s.id AND depth = 1 "
    " ORDER BY id DESC LIMIT 1) "
    "FROM submissions AS s JOIN students AS t ON t.id = s.student "
    "LEFT JOIN running AS r ON r.submission = s.id "
    "ORDER BY t.name, s.exercise, s.attempt";

static struct work read_work(sqlite3_stmt *row)
{
    const int64_t above = sqlite3_column_int64(row, 5);
    const int64_t checked = sqlite3_column_int64(row, 6);
    const int64_t graded = sqlite3_column_int64(row, 7);
    struct work work = {.submission = sqlite3_column_int64(row, 0),
        .student = book_text(row, 1),
        .exercise = book_text(row, 2),
        .attempt = sqlite3_column_int(row, 3),
        .received = (time_t)sqlite3_column_int64(row, 4),
        .is_checked = checked > above || graded > above,
        .is_graded = graded > above,
        .is_open = graded > above && sqlite3_column_int(row, 11) > 0,
        .is_asked_again = above > 0,
        .is_running = sqlite3_column_type(row, 8) != SQLITE_NULL,
        .depth = sqlite3_column_int(row, 8) == 1 ? GRADEBOOK_GRADED
                                                 : GRADEBOOK_CHECKED,
        .since = (time_t)sqlite3_column_int64(row, 9)};
    if (!work.is_graded && sqlite3_column_type(row, 10) != SQLITE_NULL)
        work.trouble = book_text(row, 10);
    return work;
}

struct work *gradebook_work(
    struct gradebook *book, size_t *n, struct fail *fail)
{
    struct work *list = mem_grow(NULL, 0, sizeof *list);
    sqlite3_stmt *query = book_prepare(book, query_work, fail);
    int there = -1;
    *n = 0;
    while (query != NULL && (there = book_step(book, query, fail)) == 1) {
        list = mem_grow(list, *n, sizeof *list);
        list[(*n)++] = read_work(query);
    }
    sqlite3_finalize(query);
    if (there == 0)
        return list;
    work_free(list, *n);
    return NULL;
}

void work_free(struct work *work, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(work[i].student);
        free(work[i].exercise);
        free(work[i].trouble);
    }
    free(work);
}

/* A file of its own: closing any descriptor of the gradebook itself would
 * drop the locks that SQLite holds on it. */
static int open_lock(const struct gradebook *book)
{
    char *path = mem_format("%s.lock", book->path);
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    free(path);
    return fd;
}

int gradebook_lock(struct gradebook *book, struct fail *fail)
{
    if (book->lock < 0)
        book->lock = open_lock(book);
    if (book->lock < 0)
        return fail_errno(fail, "cannot make the lock %s.lock", book->path);
    if (flock(book->lock, LOCK_EX | LOCK_NB) == 0)
        return 0;
    return fail_set(fail,
        "another \"parlab class grade\" is at work on %s; \"parlab class "
        "status\" shows how far it is",
        book->path);
}

bool gradebook_is_busy(struct gradebook *book)
{
    const int fd = open_lock(book);
    const bool is_busy = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0;
    if (fd >= 0)
        close(fd);
    return is_busy;
}

int gradebook_tidy(struct gradebook *book, struct fail *fail)
{
    return book_run(book, "DELETE FROM running", fail);
}

int book_rest(
    const struct gradebook *book, int64_t submission, struct fail *fail)
{
    sqlite3_stmt *query =
        book_prepare(book, "DELETE FROM running WHERE submission = ?", fail);
    if (query != NULL)
        sqlite3_bind_int64(query, 1, submission);
    return book_finish(book, query, fail);
}

static int ask_again(
    const struct gradebook *book, int64_t submission, struct fail *fail)
{
    sqlite3_stmt *query = book_prepare(book,
        "INSERT INTO requests (submission, above, at) VALUES (?1, "
        "(SELECT coalesce(max(id), 0) FROM results WHERE submission = ?1), ?2)",
        fail);
    if (query != NULL) {
        sqlite3_bind_int64(query, 1, submission);
        sqlite3_bind_int64(query, 2, time(NULL));
    }
    return book_finish(book, query, fail);
}

int gradebook_ask_again(struct gradebook *book, const int64_t submissions[],
    size_t n, struct fail *fail)
{
    int result = book_begin(book, fail);
    if (result != 0)
        return -1;
    for (size_t i = 0; i < n && result == 0; i++)
        result = ask_again(book, submissions[i], fail);
    return book_end(book, result, fail);
}

int gradebook_begin_work(struct gradebook *book, int64_t submission,
    enum gradebook_depth depth, struct fail *fail)
{
    sqlite3_stmt *query = book_prepare(book,
        "INSERT OR REPLACE INTO running (submission, depth, since) "
        "VALUES (?, ?, ?)",
        fail);
    if (query != NULL) {
        sqlite3_bind_int64(query, 1, submission);
        sqlite3_bind_int(query, 2, (int)depth);
        sqlite3_bind_int64(query, 3, time(NULL));
    }
    return book_finish(book, query, fail);
}

int gradebook_add_trouble(struct gradebook *book, int64_t submission,
    enum gradebook_depth depth, const char *why, struct fail *fail)
{
    if (book_begin(book, fail) != 0)
        return -1;
    sqlite3_stmt *query = book_prepare(book,
        "INSERT INTO troubles (submission, depth, at, why) "
        "VALUES (?, ?, ?, ?)",
        fail);
    if (query != NULL) {
        sqlite3_bind_int64(query, 1, submission);
        sqlite3_bind_int(query, 2, (int)depth);
        sqlite3_bind_int64(query, 3, time(NULL));
        book_bind_text(query, 4, why);
    }
    int result = book_finish(book, query, fail);
    if (result == 0)
        result = book_rest(book, submission, fail);
    return book_end(book, result, fail);
}

char *gradebook_recall(struct gradebook *book, const char *key)
{
    struct fail fail;
    char *value = NULL;
    sqlite3_stmt *query =
        book_prepare(book, "SELECT value FROM settings WHERE key = ?", &fail);
    if (query != NULL)
        book_bind_text(query, 1, key);
    if (query != NULL && book_step(book, query, &fail) == 1)
        value = book_text(query, 0);
    sqlite3_finalize(query);
    return value;
}

int gradebook_remember(struct gradebook *book, const char *key,
    const char *value, struct fail *fail)
{
    sqlite3_stmt *query = book_prepare(book,
        "INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", fail);
    if (query != NULL) {
        book_bind_text(query, 1, key);
        book_bind_text(query, 2, value);
    }
    return book_finish(book, query, fail);
}
