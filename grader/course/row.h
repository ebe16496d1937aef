/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_COURSE_ROW_H
#define PARLAB_COURSE_ROW_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/course/manifest.h"
#include "grader/course/schema.h"

/** @file
 *  The rows of the schema's table, for the files that walk it. */

/** What a key takes. */
enum type {
    TYPE_INTEGER,
    TYPE_BOOLEAN,
    TYPE_TITLE, /**< text for people: one printable line */
    TYPE_NAME, /**< [a-z][a-z0-9_]* */
    TYPE_EXERCISE, /**< a name, or two with a slash between them */
    TYPE_NUMBER, /**< with a decimal point or without, into a double */
    TYPE_TIME, /**< a day, or a day and a time, into a time_t */
    TYPE_WORD, /**< one of some words, into an enum */
    TYPE_NAMES, /**< list of names */
    TYPE_FUNCTIONS, /**< list of C identifiers */
    TYPE_SECTION, /**< a section in braces */
    TYPE_SECTIONS, /**< a list of them, each with its own "name" */
};

/** One key. */
struct row {
    enum section section; /**< where it may stand */
    const char *key;
    enum type type;
    bool is_required;
    size_t offset; /**< bytes, in the section's struct */
    int min, max; /**< TYPE_INTEGER, TYPE_NUMBER; of TYPE_TITLE the bytes,
                       0 for as many as usual */
    int otherwise; /**< TYPE_INTEGER, TYPE_NUMBER that is left out */
    const char *const *words; /**< TYPE_WORD; NULL at the end */
    enum section inner; /**< TYPE_SECTION, TYPE_SECTIONS */
    size_t count_offset; /**< TYPE_SECTIONS: bytes, of the size_t */
};

/** The table, its number of rows, and the bytes of a section's struct. */
extern const struct row table_rows[];
extern const size_t table_n_rows;
extern const size_t table_bytes[];

/** A value that is being read: what it must be, where it stands, and where it
 *  goes. */
struct value {
    const struct manifest *manifest;
    const struct row *row;
    const config_setting_t *from;
    void *to;
    struct fail *fail;
};

/** Read a value of any type but the two of sections.
 *  @return 0; -1 with file and line. */
int value_read(const struct value *value);

/** Refuse a value. The text completes "KEY must be …". @return -1 always. */
int value_refuse(const struct value *value, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Items of a list, whichever brackets it has; 0 when it is none. */
int value_length(const struct value *value);

#endif
