/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_MADE_CLASS_H
#define PARLAB_TESTS_MADE_CLASS_H

#include "grader/gradebook/marks.h"

/** @file A class that nobody has taught: marks with verdicts of all sorts. */

/** Its parts. */
struct made_class {
    struct policy policy;
    struct marks marks;
};

/** How a student did in an exercise. */
enum made_sort {
    MADE_FULL, /**< all points, or nearly */
    MADE_GOOD, /**< right, and some of the speed */
    MADE_IMBALANCE,
    MADE_SERIAL, /**< right, and not parallel */
    MADE_WRONG, /**< cases fail: a race */
    MADE_REJECTED, /**< does not compile */
    MADE_OPEN, /**< not measured */
    MADE_CHECKED, /**< the speed was not asked for yet */
    MADE_WAITING, /**< not graded yet */
    MADE_MISSING, /**< nothing was handed in */
    N_MADE,
};

/** Make a class; the same one for the same numbers.
 *  @param names    of the students, NULL at the end; further ones are made up
 *  @return new; release with made_class_free(). */
struct made_class *made_class_new(
    const char *const names[], size_t n_students, size_t n_exercises);

/** Set one student's work on an exercise.
 *  @param gain  of a MADE_GOOD one */
void made_class_set(struct made_class *class, size_t student, size_t exercise,
    enum made_sort sort, double gain);

/** Set points as an instructor does. */
void made_class_override(struct made_class *class, size_t student,
    size_t exercise, double points, const char *why);

void made_class_free(struct made_class *class);

#endif
