/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_LINT_LINT_H
#define PARLAB_LINT_LINT_H

#include <stddef.h>

#include "grader/course/course.h"

/** @file
 *  The form of a course: that every exercise has its files and no others,
 *  that its parts agree with each other, and that nothing made from
 *  something else has drifted. Manifests are checked when they are read; what
 *  candidates get is for the test suite. */

/** Take one problem.
 *  @param file  below the course's root.
 *  @param text  what is wrong, and what to do. */
typedef void lint_take(void *to, const char *file, const char *text);

/** Look at one exercise. @return number of problems. */
size_t lint_exercise(const struct course *course,
    const struct exercise *exercise, lint_take *take, void *to);

/** Look at what belongs to a lab and to no exercise of it. @return number of
 *  problems. */
size_t lint_lab(const struct course *course, const struct lab *lab,
    lint_take *take, void *to);

#endif
