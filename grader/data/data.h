/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_DATA_DATA_H
#define PARLAB_DATA_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "grader/base/fail.h"

/** @file
 *  Folders of texts: made up, fetched, verified.
 *
 *  A folder's file SHA256SUMS lists the texts that parlab put there, in the
 *  form that `sha256sum -c` reads. A text gets its name when it is complete;
 *  until then it lies in a file or folder whose name ends in ".part". */

/** How it ended. */
enum data_end {
    DATA_DONE,
    DATA_PROBLEMS, /**< done, and something was found that is not right */
    DATA_BROKEN, /**< could not be done: the reason is in the failure */
    DATA_STOPPED, /**< by a signal */
};

/** Who is told what happens. */
struct data_watch {
    void (*busy)(const char *what); /**< for a moment, at a terminal */
    void (*say)(const char *line); /**< a line of the result */
};

/** A set of texts that are made up. */
struct data_set {
    uint64_t seed;
    size_t n_texts; /**< 1 … DATA_TEXTS_MAX */
    uint64_t n_bytes; /**< of all texts; about the size of the set */
};

enum { DATA_TEXTS_MAX = 9999, DATA_TEXT_BYTES_MIN = 4096 };

/** Make a set. All texts appear at once, when the last one is complete; an
 *  earlier set in the same folder is replaced, any other file stays.
 *  @param folder  made when it is not there.
 *  @return  DATA_DONE, DATA_BROKEN or DATA_STOPPED; in the last two cases the
 *           folder is as it was. */
enum data_end data_synth(const struct data_set *set, const char *folder,
    const struct data_watch *watch, struct fail *fail);

/** The sizes of the texts of a set: they differ up to 32-fold, as those of
 *  books do, and add up to at most n_bytes.
 *  @param[out] sizes_bytes  n_texts sizes. */
void data_synth_sizes(const struct data_set *set, uint64_t sizes_bytes[]);

/** Books to fetch. */
struct data_fetch {
    const char *folder; /**< made when it is not there */
    const char *list; /**< path of a list of books (list.h) */
    const char *from; /**< URL of a folder that has them all, or NULL */
    bool is_exact; /**< take no other edition than that of the list */
    int pause_s; /**< before every request but the first */
};

/** Fetch the books that are not there yet, one after the other, with the
 *  program curl. An interrupted download goes on where it ended.
 *  @return  DATA_DONE: all books are there;
 *  @return  DATA_PROBLEMS: some could not be had;
 *  @return  DATA_BROKEN: no network, no curl, no space, a broken list;
 *  @return  DATA_STOPPED. */
enum data_end data_fetch(const struct data_fetch *fetch,
    const struct data_watch *watch, struct fail *fail);

/** Compare the texts of a folder with its SHA256SUMS and with a list of
 *  books.
 *  @param is_exact  another edition of a book is a problem, too.
 *  @return  DATA_DONE, DATA_PROBLEMS, DATA_BROKEN or DATA_STOPPED. */
enum data_end data_verify(const char *folder, const char *list, bool is_exact,
    const struct data_watch *watch, struct fail *fail);

/** Where a person's texts are kept: below $XDG_DATA_HOME, else below
 *  ~/.local/share.
 *  @param name  "books" or "synth".
 *  @return new path; NULL when there is no such place. */
char *data_default_folder(const char *name);

#endif
