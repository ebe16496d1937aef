/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_COURSE_LINE_H
#define PARLAB_COURSE_LINE_H

#include <stdbool.h>
#include <stddef.h>

/** @file Texts line by line, for marks that stand alone on their lines. */

/** One line of a text, without its end. */
struct line {
    const char *text; /**< borrowed from the text */
    size_t n; /**< bytes without the newline */
    size_t n_indent; /**< blanks in front */
    size_t n_trimmed; /**< bytes without blanks at the end */
    bool has_newline;
};

/** Look at the line that starts at @p text; the next one starts at
 *  text + n + has_newline. */
struct line line_at(const char *text);

/** Say whether the line starts with @p mark, however indented. */
bool line_starts(const struct line *line, const char *mark);

/** Say whether @p mark stands alone on the line, however indented. */
bool line_is(const struct line *line, const char *mark);

#endif
