/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_EXPORT_PRIVATE_H
#define PARLAB_REPORT_EXPORT_PRIVATE_H

#include <stdio.h>

#include "grader/report/export.h"

/** @file What the forms of export share. */

/** A mark of the table; what marks_at() gives, which is built only where
 *  there is a gradebook. */
static inline const struct mark *export_at(
    const struct marks *marks, size_t student, size_t exercise)
{
    return &marks->marks[student * marks->n_exercises + exercise];
}

/** The exercise in a column. */
static inline const struct policy_exercise *export_exercise(
    const struct marks *marks, size_t exercise)
{
    return marks->marks[exercise].exercise;
}

/** Points as people write them: at most two decimals, none that are 0. */
char *export_number(double points);

/** The same for JSON: rounded to two decimals, whole when it is. */
json_t *export_number_json(double points);

/** Say whether nothing is decided yet, so that the points are no 0. */
bool export_is_undecided(const struct mark *mark);

/** What a measure came to, on one line. */
char *export_measure(const json_t *measure);

/** What the cases came to, on one line. */
char *export_correct(const json_t *verdict);

/** The open points of a measure that was not measured; 0 for others. */
double export_open_of(const json_t *measure);

/** Print a case that failed, a JSON object of a verdict: what it was, what
 *  was wrong, and the command with which a student repeats it. */
void export_failure(FILE *to, const struct mark *mark, const json_t *failure);

/** A text of a verdict on one line, harmless; empty when it is null. */
char *export_line(const json_t *text);

/** Cells of a table: a text that stays one, and a number. The first cell of
 *  a line is @p is_first. */
void export_cell(FILE *to, bool is_first, const char *text);
void export_number_cell(FILE *to, bool is_first, const char *number);
void export_end_line(FILE *to);

#endif
