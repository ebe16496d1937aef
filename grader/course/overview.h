/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_COURSE_OVERVIEW_H
#define PARLAB_COURSE_OVERVIEW_H

#include "grader/course/course.h"

/** @file
 *  The table of exercises in labs/README.md, made from the manifests. */

/** Bring the table of exercises in labs/README.md up to date: the lines
 *  between `<!-- exercises -->` and `<!-- end exercises -->` become a
 *  Markdown table of what the manifests say, in teaching order.
 *  @return  new text; NULL: a mark is missing, the reason says which. */
char *overview_fill(
    const char *markdown, const struct course *course, struct fail *fail);

#endif
