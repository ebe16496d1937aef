/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_PAGE_H
#define PARLAB_REPORT_PAGE_H

#include "grader/report/document.h"
#include "grader/report/result.h"

/** @file The report of a grading: everything that is known of it. */

/** Make the report of one exercise. @return new. */
struct document *page_of_result(
    const struct result *result, const struct result_about *about);

/** Make the page that leads to the reports of several. @return new. */
struct document *page_of_all(const struct result results[], size_t n_results,
    const struct result_about *about);

/** Name of the file of an exercise's report. @param suffix  "html", "md"
 *  @return new. */
char *page_file(const struct exercise *exercise, const char *suffix);

/** Add the row of a measure to a table of points: part, points, why. */
void page_add_faster(
    struct document *document, const struct measure_result *one);

/** Add the diagnoses and the notes, where there are any. */
void page_add_words(struct document *document, const struct result *result);

/** Add what was measured: numbers, pictures, what was seen. */
void page_add_measure(struct document *document, const struct result *result,
    const struct measure_result *one);

/** Add the table of all its runs. */
void page_add_runs(struct document *document, const struct measure_result *one);

/** Add who did which task when, if that was recorded. */
void page_add_timeline(
    struct document *document, const struct timeline *timeline);

#endif
