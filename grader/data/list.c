/* SPDX-License-Identifier: MIT */
#include "grader/data/list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/data/folder.h"

/* A list may come from anybody, a course server say: its names become names
 * of files and its URLs arguments of a program, so both are held to a narrow
 * form. */

enum { LIST_BYTES_MAX = 1 << 20 };

bool data_is_url(const char *text)
{
    static const char *const schemes[] = {"https://", "http://", "file:///"};
    for (const char *p = text; *p != '\0'; p++)
        if (*p <= ' ' || *p > '~')
            return false;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (text_starts(text, schemes[i]))
            return strspn(text + strlen(schemes[i]), "/") == 0 &&
                   text[strlen(schemes[i])] != '\0';
    return false;
}

static bool read_size(const char *text, size_t *n_bytes)
{
    char *end;
    errno = 0;
    const unsigned long long value = strtoull(text, &end, 10);
    *n_bytes = (size_t)value;
    return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 &&
           value > 0 && value <= DATA_BOOK_BYTES_MAX;
}

/* Cut a line at its white space. @return the number of fields, up to 5. */
static size_t cut(char *line, char *fields[5])
{
    char *rest = line, *field;
    size_t n = 0;
    while (n < 5 && (field = strsep(&rest, " \t\r")) != NULL)
        if (field[0] != '\0')
            fields[n++] = field;
    return n;
}

/* @return what is wrong with a line, NULL when nothing is. */
static const char *read_line(struct data_list *list, char *line)
{
    char *fields[5];
    struct data_book book;
    const size_t n_fields = cut(line, fields);
    if (n_fields == 0 || fields[0][0] == '#')
        return NULL;
    if (n_fields != 4)
        return "a line has four fields: name bytes sha256 URL";
    if (!data_is_name(fields[0]))
        return "the name must be plain (letters, digits, \"._-\") and end in "
               ".txt; no folders";
    if (data_list_find(list, fields[0]) != NULL)
        return "this name was there before";
    if (!read_size(fields[1], &book.n_bytes))
        return "the size must be a whole number of bytes, 1 to 64 MiB";
    if (strlen(fields[2]) != 64 || strspn(fields[2], "0123456789abcdef") != 64)
        return "the checksum must be 64 digits, 0-9 and a-f";
    if (!data_is_url(fields[3]))
        return "the URL must begin with https://, http:// or file:///";
    list->books = mem_grow(list->books, list->n_books, sizeof *list->books);
    book.name = mem_text(fields[0]);
    memcpy(book.sha256, fields[2], sizeof book.sha256);
    book.url = mem_text(fields[3]);
    list->books[list->n_books++] = book;
    return NULL;
}

int data_list_read(struct data_list *list, const char *path, struct fail *fail)
{
    size_t n_bytes;
    int result = 0, number = 0;
    *list = (struct data_list){.n_books = 0};
    char *text = file_read(path, LIST_BYTES_MAX, &n_bytes, fail);
    if (text == NULL)
        return -1;
    char *rest = text, *line;
    if (strlen(text) != n_bytes)
        result = fail_set(fail, "%s holds NUL bytes: no list of books", path);
    while (result == 0 && (line = strsep(&rest, "\n")) != NULL) {
        number++;
        const char *fault = read_line(list, line);
        if (fault != NULL)
            result = fail_set(fail, "%s:%d: %s", path, number, fault);
    }
    if (result == 0 && list->n_books == 0)
        result = fail_set(fail, "%s lists no book", path);
    if (result != 0)
        data_list_free(list);
    free(text);
    return result;
}

void data_list_free(struct data_list *list)
{
    for (size_t i = 0; i < list->n_books; i++) {
        free(list->books[i].name);
        free(list->books[i].url);
    }
    free(list->books);
    *list = (struct data_list){.n_books = 0};
}

const struct data_book *data_list_find(
    const struct data_list *list, const char *name)
{
    for (size_t i = 0; i < list->n_books; i++)
        if (strcmp(list->books[i].name, name) == 0)
            return &list->books[i];
    return NULL;
}
