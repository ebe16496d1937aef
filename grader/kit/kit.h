/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_KIT_KIT_H
#define PARLAB_KIT_KIT_H

#include "grader/base/fail.h"
#include "grader/course/course.h"

/** @file
 *  What is handed to students: the kit, and the solutions of a lab after the
 *  deadline. The kit is made from an allow-list, grader/kit/allowed.list, so
 *  a file that nobody thought of stays here. */

/** Write the student kit: the grader, and the labs with their skeletons.
 *  Nobody's work goes into it: skeletons are made afresh.
 *  @param folder  is there, for the kit's files
 *  @return 0; -1: a file of the list is not there, … */
int kit_write(
    const struct course *course, const char *folder, struct fail *fail);

/** Write the solutions of one lab, as solutions/LAB/EXERCISE.c.
 *  @param folder  is there
 *  @return 0; -1. */
int kit_write_solutions(const struct course *course, const char *lab,
    const char *folder, struct fail *fail);

/** Make the tarball of the kit, or of a lab's solutions.
 *  @param lab      whose solutions; NULL: the kit
 *  @param scratch  folder to work in; what is left there is the caller's
 *  @param output   the tarball
 *  @return 0; -1. */
int kit_make(const struct course *course, const char *lab, const char *scratch,
    const char *output, struct fail *fail);

/** Pack a folder so that the same files give the same bytes: names sorted,
 *  one time, one owner, one of two modes.
 *  @param parent  folder that holds the one to pack; scratch files go there
 *  @param name    of the folder, and of what unpacking makes
 *  @param output  the tarball; not compressed when it is called .tar
 *  @return 0; -1: tar or gzip did not do it, or output cannot be written. */
int kit_pack(const char *parent, const char *name, const char *output,
    struct fail *fail);

/** Copy a folder of regular files, links refused; executables stay so.
 *  @param course  its root is where @p from is
 *  @return 0; -1. */
int kit_copy(const struct course *course, const char *from, const char *to,
    struct fail *fail);

/** The name of the folder in a tarball, "parlab-1.2.3". */
const char *kit_name(void);

#endif
