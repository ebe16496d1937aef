/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SITE_INDEX_PRIVATE_H
#define PARLAB_SITE_INDEX_PRIVATE_H

#include "grader/site/site_private.h"

/** @file Pictures that have a row for each exercise: its name above what is
 *  drawn, so that there is as much room on a narrow screen. */

/* Where things are within a row, from its top. */
#define INDEX_LABEL 0.24
#define INDEX_TOP 0.46
#define INDEX_BASE 0.95

enum { INDEX_ROW = 46, INDEX_AXIS = 40 }; /**< pixels */

enum {
    INDEX_ROWS_MAX = 10
}; /**< of a picture: more are several, of which
                                   each fits on a sheet of paper */

/** Print the script's part that all rows share. */
void index_print_axes(FILE *to, size_t n_rows);

/** Print a row's name and line.
 *  @param name      quoted
 *  @param low,high  ends of the horizontal axis */
void index_print_row(
    FILE *to, const char *name, size_t row, double low, double high);

#endif
