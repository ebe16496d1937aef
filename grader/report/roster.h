/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_ROSTER_H
#define PARLAB_REPORT_ROSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/base/fail.h"

/** @file
 *  A table of people that another system wrote: who is meant by the names in
 *  our gradebook. */

/** The table, as RFC 4180 has it; all lines have all columns. */
struct roster {
    char **cells; /**< n_lines x n_columns; line 0 is the head */
    size_t n_lines;
    size_t n_columns;
};

/** Read a table. Commas or semicolons separate, as its first line says.
 *  @return new (release with roster_free()); NULL with the reason. */
struct roster *roster_read(const char *path, struct fail *fail);

/** The same of a text. @param origin  for the reason */
struct roster *roster_parse(
    const char *text, const char *origin, struct fail *fail);

void roster_free(struct roster *roster);

/** A cell. */
const char *roster_cell(
    const struct roster *roster, size_t line, size_t column);

/** Find a column by its head.
 *  @return n_columns: there is none. */
size_t roster_column(const struct roster *roster, const char *head);

/** Say whether a column is about people, rather than about their grades. */
bool roster_is_about_people(const struct roster *roster, size_t column);

/** What the columns that name a person have, joined by blanks.
 *  @return new; empty: there are none. */
char *roster_name(const struct roster *roster, size_t line);

/** Find somebody: in a line where a column about people is the name, whatever
 *  its case; or whose name, first and last in any order, has the same letters
 *  and digits.
 *  @return the line; 0: nobody, or more than one. */
size_t roster_find(const struct roster *roster, const char *name);

#endif
