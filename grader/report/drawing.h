/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_DRAWING_H
#define PARLAB_REPORT_DRAWING_H

#include <stdbool.h>

#include "grader/report/document.h"
#include "grader/report/result.h"

/** @file The pictures of a grading. */

/** What the attainable speedup is: "2 serial copies side by side".
 *  @return new. */
char *drawing_yardstick(const struct measure_result *one);

/** The ruler as a line of text: from 1.0x to what is attainable, with the
 *  speedup on it. A speedup beyond either end stands at that end.
 *  @param is_utf8  whether box-drawing characters may be used
 *  @return new. */
char *drawing_ruler_line(const struct measure_result *one, bool is_utf8);

/** Add the ruler: speedup with its interval, where full points begin.
 *  @param number  of the measure; makes the ids of its pictures */
void drawing_ruler(
    struct document *document, const struct measure_result *one, size_t number);

/** Add the runs in the order of time, those that do not count marked by
 *  what disturbed them. There must be some. */
void drawing_runs(
    struct document *document, const struct measure_result *one, size_t number);

/** Add the timeline: a row of bars for each worker. */
void drawing_timeline(
    struct document *document, const struct timeline *timeline, int n_workers);

#endif
