/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_SMALL_COURSE_H
#define PARLAB_TESTS_SMALL_COURSE_H

#include "grader/course/course.h"

/** @file A good course of two labs in a temporary folder. */

/** Its manifests: labs/course.conf and labs/first/lab.conf. */
extern const char small_course_conf[];
extern const char small_lab_conf[];

/** Write the course. @return new folder; release with small_remove(). */
char *small_make(void);

/** Remove and release the folder. */
void small_remove(char *root);

/** Write a file below @p root, with its folders. */
void small_put(const char *root, const char *name, const char *text);

/** Write the course and read it. @return new; release with small_close(). */
struct course *small_open(void);

/** Remove and release the course and its folder. */
void small_close(struct course *course);

/** Assert, and name the row of a table that failed: CUnit only knows lines.
 *  @param got  what was there in place of what the row expects. */
void small_expect(bool holds, const char *row, const char *got);

#endif
