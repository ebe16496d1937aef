/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CLASS_LINE_H
#define PARLAB_CMD_CLASS_LINE_H

#include <stdbool.h>
#include <stddef.h>

/** @file
 *  How far the grading of a class is: on a terminal one line that changes,
 *  elsewhere one line for each grading. */

/** What the line says. */
struct class_line {
    size_t n_done, n_all; /**< of this pass */
    const char *what; /**< "checked" or "graded" */
    double rate_min; /**< gradings a minute; 0: not known yet */
    double left_s; /**< until all is done; below 0: not known */
};

/** A duration for people, "40 s", "12 min", "3 h 20 min". @return @p text. */
const char *class_line_duration(double seconds, char text[32]);

/** Show it. @param now  what runs, as one text. */
void class_line_show(const struct class_line *line, const char *now);

/** Say that a grading is done, where there is no changing line. */
void class_line_done(const struct class_line *line, const char *text);

/** Say something that has to be read, in either case. */
void class_line_say(const char *text);

#endif
