/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CLASS_FILES_H
#define PARLAB_CMD_CLASS_FILES_H

#include "grader/gradebook/marks.h"

/** @file Files of one student each. */

/** Names of files made of students' names: letters of any script, digits and
 *  "-_." of them, no two the same.
 *  @return new array, NULL at the end (release with class_free_names()). */
char **class_file_names(const struct marks *marks, const char *ending);

void class_free_names(char **names);

/** Make a folder and say in its students.csv whose file each is.
 *  @return 0; -1. */
int class_write_index(const char *folder, const struct marks *marks,
    char **names, struct fail *fail);

#endif
