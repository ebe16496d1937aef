/* SPDX-License-Identifier: MIT */
#include "grader/data/data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unistr.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/data/download.h"
#include "grader/data/folder.h"
#include "grader/data/list.h"
#include "grader/data/sums.h"

/* A book comes into "name.part" and is renamed when it is known to be good:
 * it has the list's checksum, or it is another edition, downloaded in one
 * piece, and is a text. Its checksum is recorded before it is renamed, so a
 * book that has its name is always known. A file that is there and is not
 * known is a person's own and stays as it is. */

enum { TRIES_MAX = 10 };

/* How it went with one book. */
enum book_end {
    BOOK_OURS, /* it is there now, as the list has it */
    BOOK_OTHER_EDITION, /* it is there now */
    BOOK_LACKING, /* reason given; go on with the next one */
    BOOK_NO_WAY, /* reason in the failure; no other book will come either */
    BOOK_STOPPED,
};

struct job {
    const struct data_fetch *fetch;
    const struct data_watch *watch;
    struct data_folder folder;
    struct data_list list;
    struct data_sums sums;
    char *curl; /* NULL until it is needed */
    bool has_asked; /* a server, so that a pause is due */
    size_t n_there;
    size_t n_other_edition;
    size_t n_lacking;
};

/* One book and the paths that belong to it. */
struct item {
    const struct data_book *book;
    char *path;
    char *part;
};

static enum book_end lacking(
    struct job *job, const struct item *item, const char *why)
{
    data_say(job->watch, "%s: %s", item->book->name, why);
    return BOOK_LACKING;
}

/* Wait before the next request. @return -1 when a signal asks to stop. */
static int pause_politely(struct job *job)
{
    if (job->has_asked)
        interrupt_poll(NULL, 0, job->fetch->pause_s * 1000);
    job->has_asked = true;
    return data_is_stopped() ? -1 : 0;
}

static off_t size_of(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? status.st_size : 0;
}

/* What makes a file no text of a book, whatever its edition is. The size may
 * change with an edition, but not by far. */
static const char *find_fault(
    const struct data_book *book, const char *bytes, size_t n_bytes)
{
    const char *start = bytes;
    if (n_bytes >= 3 && memcmp(start, "\xEF\xBB\xBF", 3) == 0)
        start += 3;
    start += strspn(start, " \t\r\n");
    if (strncasecmp(start, "<!doctype", 9) == 0 ||
        strncasecmp(start, "<html", 5) == 0)
        return "the server sent a web page, not the book; does this network "
               "ask for a login first?";
    if (n_bytes < book->n_bytes / 2 || n_bytes / 2 > book->n_bytes)
        return "the server sent a file of quite another size; not kept";
    if (strlen(bytes) != n_bytes ||
        u8_check((const uint8_t *)bytes, n_bytes) != NULL)
        return "the server sent something that is no UTF-8 text; not kept";
    return NULL;
}

/* Record a complete download and give it its name. */
static enum book_end take(struct job *job, const struct item *item,
    const char hex[65], struct fail *fail)
{
    const struct data_book *book = item->book;
    const bool is_ours = strcmp(hex, book->sha256) == 0;
    data_sums_set(&job->sums, book->name, hex);
    if (data_sums_write(&job->sums, &job->folder, fail) != 0)
        return BOOK_NO_WAY;
    if (rename(item->part, item->path) != 0) {
        fail_errno(fail, "cannot write %s", item->path);
        return BOOK_NO_WAY;
    }
    data_say(job->watch, "%s: fetched%s", book->name,
        is_ours ? "" : ", another edition than the list's");
    return is_ours ? BOOK_OURS : BOOK_OTHER_EDITION;
}

/* A download that came in one piece and is not what the list has. */
static enum book_end take_other(struct job *job, const struct item *item,
    const char hex[65], struct fail *fail)
{
    size_t n_bytes;
    char *bytes = file_read(item->part, DATA_BOOK_BYTES_MAX, &n_bytes, fail);
    if (bytes == NULL)
        return BOOK_NO_WAY;
    const char *fault = find_fault(item->book, bytes, n_bytes);
    if (fault == NULL && job->fetch->is_exact)
        fault = "the server has another edition than the list's; not kept";
    free(bytes);
    if (fault == NULL)
        return take(job, item, hex, fail);
    unlink(item->part);
    return lacking(job, item, fault);
}

/* Whether the part is complete: by the list, or by what was recorded just
 * before an earlier run was killed. */
static bool is_complete(
    const struct job *job, const struct item *item, char hex[65])
{
    struct fail why;
    const char *recorded = data_sums_find(&job->sums, item->book->name);
    return file_exists(item->part) &&
           file_sha256_of(item->part, hex, &why) == 0 &&
           (strcmp(hex, item->book->sha256) == 0 ||
               (recorded != NULL && !job->fetch->is_exact &&
                   strcmp(hex, recorded) == 0));
}

static enum download_end ask(
    struct job *job, const struct item *item, struct fail *fail)
{
    char *url = job->fetch->from != NULL
                    ? mem_format("%s/%s", job->fetch->from, item->book->name)
                    : mem_text(item->book->url);
    const struct download download = {.curl = job->curl,
        .url = url,
        .path = item->part,
        .max_bytes = DATA_BOOK_BYTES_MAX,
        .name = item->book->name,
        .watch = job->watch};
    const enum download_end end = pause_politely(job) != 0
                                      ? DOWNLOAD_STOPPED
                                      : download_run(&download, fail);
    free(url);
    return end;
}

/* Ask until the whole file is there. An edition that is not the list's must
 * come in one piece: two pieces may be of two editions. */
static enum book_end download_book(
    struct job *job, const struct item *item, struct fail *fail)
{
    char hex[65];
    for (int tries = 0; tries < TRIES_MAX; tries++) {
        const off_t before = size_of(item->part);
        const enum download_end end = ask(job, item, fail);
        switch (end) {
        case DOWNLOAD_DONE:
            if (is_complete(job, item, hex))
                return take(job, item, hex, fail);
            if (before == 0)
                return file_sha256_of(item->part, hex, fail) == 0
                           ? take_other(job, item, hex, fail)
                           : BOOK_NO_WAY;
            unlink(item->part);
            break;
        case DOWNLOAD_AFRESH:
            unlink(item->part);
            break;
        case DOWNLOAD_CUT:
            if (size_of(item->part) <= before)
                return BOOK_NO_WAY;
            break;
        case DOWNLOAD_REFUSED:
            unlink(item->part);
            return lacking(job, item, fail->text);
        case DOWNLOAD_NO_WAY:
            return BOOK_NO_WAY;
        case DOWNLOAD_STOPPED:
            return BOOK_STOPPED;
        }
    }
    fail_set(fail, "%s did not arrive whole in %d tries", item->book->name,
        TRIES_MAX);
    return BOOK_NO_WAY;
}

static int find_curl(struct job *job, struct fail *fail)
{
    if (job->curl == NULL)
        job->curl = file_find_program("curl");
    return job->curl != NULL
               ? 0
               : fail_set(fail, "the program curl is missing; install it "
                                "(apt-get install curl), or make up texts with "
                                "\"parlab data synth\"");
}

/* @return BOOK_NO_WAY with an empty failure: it is not there yet. */
static enum book_end look_up(
    struct job *job, const struct item *item, struct fail *fail)
{
    char hex[65];
    const struct data_book *book = item->book;
    const char *recorded = data_sums_find(&job->sums, book->name);
    fail->text[0] = '\0';
    if (!file_exists(item->path))
        return BOOK_NO_WAY;
    if (file_sha256_of(item->path, hex, fail) != 0)
        return lacking(job, item, fail->text);
    if (strcmp(hex, book->sha256) == 0)
        return BOOK_OURS;
    if (recorded == NULL || strcmp(hex, recorded) != 0)
        return lacking(job, item,
            "a file of this name is there and is another text; move it away "
            "to have the book fetched");
    if (job->fetch->is_exact)
        return lacking(job, item,
            "another edition than the list's is there; move it away to have "
            "the book fetched");
    return BOOK_OTHER_EDITION;
}

static enum book_end get_book(
    struct job *job, const struct data_book *book, struct fail *fail)
{
    char hex[65];
    struct item item = {.book = book};
    item.path = data_folder_path(&job->folder, book->name);
    item.part = mem_format("%s.part", item.path);
    data_busy(job->watch, "%s", book->name);
    enum book_end end = look_up(job, &item, fail);
    if (end == BOOK_NO_WAY && fail->text[0] == '\0') {
        if (is_complete(job, &item, hex))
            end = take(job, &item, hex, fail);
        else if (find_curl(job, fail) == 0)
            end = download_book(job, &item, fail);
    }
    free(item.path);
    free(item.part);
    return end;
}

/* Count a book. @return DATA_DONE: go on with the next one. */
static enum data_end count_book(struct job *job, enum book_end end)
{
    switch (end) {
    case BOOK_OTHER_EDITION:
        job->n_other_edition++;
        job->n_there++;
        return DATA_DONE;
    case BOOK_OURS:
        job->n_there++;
        return DATA_DONE;
    case BOOK_LACKING:
        job->n_lacking++;
        return DATA_DONE;
    case BOOK_STOPPED:
        return DATA_STOPPED;
    case BOOK_NO_WAY:
        break;
    }
    return DATA_BROKEN;
}

static enum data_end get_all(struct job *job, struct fail *fail)
{
    enum data_end end = DATA_DONE;
    for (size_t i = 0; i < job->list.n_books; i++) {
        const struct data_book *book = &job->list.books[i];
        if (end == DATA_DONE && data_is_stopped())
            end = DATA_STOPPED;
        if (end == DATA_DONE) {
            end = count_book(job, get_book(job, book, fail));
            continue;
        }
        /* After the end books are only counted. */
        char *path = data_folder_path(&job->folder, book->name);
        job->n_there += file_exists(path);
        free(path);
    }
    return end == DATA_DONE && job->n_lacking > 0 ? DATA_PROBLEMS : end;
}

static void sum_up(const struct job *job)
{
    data_say(job->watch, "%zu of %zu books are in %s", job->n_there,
        job->list.n_books, job->folder.path);
    if (job->n_other_edition > 0)
        data_say(job->watch,
            "  %zu of them in another edition than the list's: good for "
            "every exercise,\n  but results differ from those of others",
            job->n_other_edition);
}

enum data_end data_fetch(const struct data_fetch *fetch,
    const struct data_watch *watch, struct fail *fail)
{
    struct job job = {.fetch = fetch, .watch = watch, .folder.fd = -1};
    enum data_end end = DATA_BROKEN;
    if (data_list_read(&job.list, fetch->list, fail) == 0 &&
        data_folder_open(&job.folder, fetch->folder, fail) == 0 &&
        data_sums_read(&job.sums, fetch->folder, fail) == 0) {
        end = get_all(&job, fail);
        sum_up(&job);
    }
    free(job.curl);
    data_sums_free(&job.sums);
    data_list_free(&job.list);
    data_folder_close(&job.folder);
    return end;
}
