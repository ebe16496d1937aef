/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_SANITIZER_TEXT_H
#define PARLAB_JUDGE_SANITIZER_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/judge/sanitizer.h"

/** @file The lines of a sanitizer's report and their readers, for
 *  sanitizer*.c only. */

/** A text, cut into lines. */
struct report {
    char **lines; /**< without line ends */
    size_t n;
    const char *stem; /**< the candidate's file without ".c" */
};

/** A place in a stack that a report shows. */
struct place {
    int line; /**< of the candidate's file; 0 for none */
    char above[32]; /**< the function that this line had called, and that did
                         it; empty: the line itself did */
    bool is_runtime; /**< a library for threads stands above it */
    bool is_ours; /**< a line of the harness or of the calls stands above it,
                       or there instead of it */
};

/** Cut a text into lines; what is no text becomes '?'. Release with
 *  report_free(). */
void report_read(
    const char *text, size_t n_bytes, const char *stem, struct report *report);
void report_free(struct report *report);

/** The first line from @p from on that has a text, before line @p end.
 *  @return its number; @p end when there is none. */
size_t report_find(
    const struct report *report, size_t from, size_t end, const char *text);

/** The place of the stack that begins on line @p from or right after it. */
struct place report_place(const struct report *report, size_t from);

/** The name that a line has in quotes behind @p before, when it is one that C
 *  knows; else an empty text. */
void report_name(const char *line, const char *before, char name[32]);

/** The line number of the candidate's file that a line names; 0 for none. */
int report_line(const char *line, const char *stem);

/** A report that is being read. */
struct reading {
    const struct report *report;
    const char *stem;
    struct sanitizer_notes *notes;
    struct findings *findings;
};

/** "writes", or "has memcpy() write" for a place that had memcpy() do it. */
struct deed {
    char text[64];
};
struct deed report_deed(
    const struct place *place, const char *does, const char *infinitive);

/** Read a report of ThreadSanitizer on the lines from @p start to @p end. */
void report_read_race(struct reading *reading, size_t start, size_t end);

/** Read one of AddressSanitizer. */
void report_read_memory(struct reading *reading, size_t start, size_t end);

#endif
