/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SITE_NAMES_H
#define PARLAB_SITE_NAMES_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "grader/base/fail.h"

/** @file
 *  What students are called on a site and in names of files, whatever their
 *  names are made of; with pseudonyms, where names are hidden. */

/** One student. */
struct site_name {
    const char *student; /**< as in the gradebook; borrowed */
    char *shown;
    char *file; /**< of letters, digits, _ and -; no two differ in case only */
};

/** All students, in the order of the gradebook. */
struct site_names {
    struct site_name *names;
    size_t n;
    size_t *order; /**< in which they are listed: it must not tell the names */
    bool is_hidden;
};

/** Name all students.
 *  @param students  borrowed
 *  @param key       from which pseudonyms are made: the same key gives a
 *                   student the same one, whoever else is there; NULL: names
 *                   are shown.
 *  @param[out] names  release with site_names_clear() in any case.
 *  @return 0; -1 with the reason. */
int site_names_make(char *const students[], size_t n, const char *key,
    struct site_names *names, struct fail *fail);

void site_names_clear(struct site_names *names);

/** Copy a verdict's JSON without the names of students in its texts.
 *  @param student  whose it is: parts of that name are hidden, too
 *  @return new reference; the same JSON where names are shown. */
json_t *site_names_hide(
    const struct site_names *names, size_t student, json_t *json);

/** Say whether a text has the name of a student, or a part of it, other than
 *  @p student. */
bool site_names_other(
    const struct site_names *names, size_t student, const char *text);

/** Write who is who: a CSV file that nobody else may read.
 *  @return 0; -1 with the reason. */
int site_names_write(
    const struct site_names *names, const char *path, struct fail *fail);

#endif
