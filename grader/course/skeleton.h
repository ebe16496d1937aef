/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_COURSE_SKELETON_H
#define PARLAB_COURSE_SKELETON_H

#include "grader/base/fail.h"
#include "grader/course/course.h"

/** @file
 *  What students get: a solution without what they are to write. */

/** Make the skeleton that students get from a reference solution.
 *
 *  A solution marks what students write themselves, with marks alone on
 *  their lines, however indented:
 *  @code
 *      //> solution
 *      total += x[i];
 *      //> skeleton
 *      //| // TODO(1): what must every thread have of its own?
 *      //> end
 *  @endcode
 *  The part between `solution` and `skeleton` is left out; of the lines
 *  between `skeleton` and `end` the `//| ` is taken away (a bare `//|` is an
 *  empty line) and the rest keeps its indentation. Marks do not nest; the
 *  skeleton part may be empty but must be there.
 *
 *  @param solution  the text of solutions/LAB/EXERCISE.c
 *  @return  new text;
 *  @return  NULL: a mark is out of place; the reason has the line. */
char *skeleton_make(const char *solution, struct fail *fail);

/** Read the skeleton of an exercise: the one that a kit for students keeps in
 *  skeletons/LAB/EXERCISE.c, else made from the solution.
 *  @return new text; NULL with the reason. */
char *skeleton_read(const struct course *course,
    const struct exercise *exercise, struct fail *fail);

#endif
