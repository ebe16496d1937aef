/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_DATA_LIST_H
#define PARLAB_DATA_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/base/fail.h"

/** @file
 *  A list of books: a line "name bytes sha256 URL" for each, separated by
 *  spaces or tabs. Empty lines and lines that start with # are skipped. The
 *  checksum is that of the file as the server sends it. */

/** Books are smaller than this. */
enum { DATA_BOOK_BYTES_MAX = 64 << 20 };

struct data_book {
    char *name;
    size_t n_bytes;
    char sha256[65];
    char *url;
};

/** Plain data; release with data_list_free(). */
struct data_list {
    struct data_book *books;
    size_t n_books;
};

/** Read a list.
 *  @return 0; -1: unreadable, empty, or a line is wrong (the failure names
 *          file, line and reason). */
int data_list_read(struct data_list *list, const char *path, struct fail *fail);

/** Release what a list holds. */
void data_list_free(struct data_list *list);

/** @return the book of this name, borrowed; or NULL. */
const struct data_book *data_list_find(
    const struct data_list *list, const char *name);

/** Whether curl may be given this URL: http, https or file, no spaces and no
 *  control characters. */
bool data_is_url(const char *text);

#endif
