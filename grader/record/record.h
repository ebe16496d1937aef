/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_RECORD_RECORD_H
#define PARLAB_RECORD_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

/** @file
 *  What is remembered of a grading, as one line of words "key=value". Unknown
 *  keys are passed over and missing ones are 0, so that kits of different age
 *  read each other's lines. */

enum { RECORD_TEXT_MAX = 200 };

/** A grading of the student's own file. */
struct record {
    int points, open, max;
    double speedup; /**< of the first measure; 0: not measured */
    double attainable; /**< likewise */
    int n_workers; /**< likewise */
    time_t when; /**< 0: not known */
};

/** Write a record as a line, without the newline. */
void record_print(const struct record *record, char text[RECORD_TEXT_MAX]);

/** Read one, or the three numbers "points open max" of the first kits.
 *  @return false: it is no record. */
bool record_read(const char *text, struct record *record);

/** Whether a grading is at least as good as the best one so far: more points,
 *  or as many and no smaller speedup. */
bool record_is_best(const struct record *record, const struct record *best);

#endif
