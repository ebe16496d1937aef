/* SPDX-License-Identifier: MIT */
#include "grader/data/data.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/data/folder.h"
#include "grader/data/list.h"
#include "grader/data/sums.h"

/* What a text should be is known from two sides: SHA256SUMS says what was put
 * into the folder, the list of books what the course uses. A text that fits
 * either one is whole. What neither knows is counted and otherwise left
 * alone: people keep texts of their own there. */

struct verify {
    const char *folder;
    const struct data_watch *watch;
    bool is_exact;
    struct data_list list;
    struct data_sums sums;
    size_t n_good;
    size_t n_other_edition;
    size_t n_bad;
    size_t n_books_missing;
    size_t n_unknown;
};

static void judge(struct verify *v, const char *name, const char *found)
{
    const struct data_book *book = data_list_find(&v->list, name);
    const char *recorded = data_sums_find(&v->sums, name);
    const bool is_as_put = recorded != NULL && strcmp(found, recorded) == 0;
    if (book != NULL && strcmp(found, book->sha256) == 0) {
        v->n_good++;
    } else if (book != NULL && is_as_put) {
        v->n_other_edition++;
        data_say(v->watch, "%s: another edition than the list's", name);
    } else if (is_as_put) {
        v->n_good++;
    } else if (recorded != NULL) {
        v->n_bad++;
        data_say(v->watch, "%s: was changed after it was put there", name);
    } else if (book != NULL) {
        v->n_bad++;
        data_say(v->watch,
            "%s: not the text of the list: another edition, or damaged", name);
    } else {
        v->n_unknown++;
    }
}

static void look_at(struct verify *v, const char *name)
{
    char hex[65];
    struct fail why;
    char *path = mem_format("%s/%s", v->folder, name);
    data_busy(v->watch, "%s", name);
    if (file_sha256_of(path, hex, &why) == 0) {
        judge(v, name, hex);
    } else {
        v->n_bad++;
        data_say(v->watch, "%s: %s", name, why.text);
    }
    free(path);
}

static int is_text_or_part(const struct dirent *entry)
{
    const size_t n = strlen(entry->d_name);
    return data_is_name(entry->d_name) ||
           (n > 5 && strcmp(entry->d_name + n - 5, ".part") == 0);
}

static enum data_end look_at_all(struct verify *v, struct fail *fail)
{
    struct dirent **entries;
    const int n = scandir(v->folder, &entries, is_text_or_part, alphasort);
    if (n < 0) {
        fail_errno(fail, "cannot read the folder %s", v->folder);
        return DATA_BROKEN;
    }
    for (int i = 0; i < n; i++) {
        if (data_is_stopped())
            ;
        else if (data_is_name(entries[i]->d_name))
            look_at(v, entries[i]->d_name);
        else
            data_say(v->watch,
                "%s: not finished; run the same \"parlab data\" command again",
                entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return data_is_stopped() ? DATA_STOPPED : DATA_DONE;
}

static bool is_here(const struct verify *v, const char *name)
{
    char *path = mem_format("%s/%s", v->folder, name);
    const bool exists = file_exists(path);
    free(path);
    return exists;
}

/* Books are missed only where there are some: a folder of made-up texts is
 * complete without them. */
static void count_missing(struct verify *v)
{
    for (size_t i = 0; i < v->sums.n_items; i++)
        if (!is_here(v, v->sums.items[i].name)) {
            v->n_bad++;
            data_say(v->watch, "%s: is gone", v->sums.items[i].name);
        }
    for (size_t i = 0; i < v->list.n_books; i++) {
        const char *name = v->list.books[i].name;
        v->n_books_missing +=
            !is_here(v, name) && data_sums_find(&v->sums, name) == NULL;
    }
    if (v->n_books_missing == v->list.n_books)
        v->n_books_missing = 0;
}

static enum data_end sum_up(const struct verify *v)
{
    const size_t n_known = v->n_good + v->n_other_edition + v->n_bad;
    if (n_known == 0) {
        data_say(v->watch,
            "%s: nothing to verify: no text here is in SHA256SUMS or in the "
            "list of books",
            v->folder);
        return DATA_PROBLEMS;
    }
    data_say(v->watch, "%s: %zu text%s as %s should be", v->folder, v->n_good,
        v->n_good == 1 ? "" : "s", v->n_good == 1 ? "it" : "they");
    if (v->n_other_edition > 0)
        data_say(v->watch, "  %zu of another edition than the list's",
            v->n_other_edition);
    if (v->n_bad > 0)
        data_say(
            v->watch, "  %zu changed, different, gone or unreadable", v->n_bad);
    if (v->n_books_missing > 0)
        data_say(v->watch, "  %zu of %zu books are not here",
            v->n_books_missing, v->list.n_books);
    if (v->n_unknown > 0)
        data_say(v->watch, "  %zu more, which no list knows", v->n_unknown);
    return v->n_bad > 0 || v->n_books_missing > 0 ||
                   (v->is_exact && v->n_other_edition > 0)
               ? DATA_PROBLEMS
               : DATA_DONE;
}

enum data_end data_verify(const char *folder, const char *list, bool is_exact,
    const struct data_watch *watch, struct fail *fail)
{
    struct verify v = {.folder = folder, .watch = watch, .is_exact = is_exact};
    enum data_end end = DATA_BROKEN;
    if (data_list_read(&v.list, list, fail) == 0 &&
        data_sums_read(&v.sums, folder, fail) == 0)
        end = look_at_all(&v, fail);
    if (end == DATA_DONE) {
        count_missing(&v);
        end = sum_up(&v);
    }
    data_list_free(&v.list);
    data_sums_free(&v.sums);
    return end;
}
