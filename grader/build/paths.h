/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BUILD_PATHS_H
#define PARLAB_BUILD_PATHS_H

#include "grader/course/course.h"

/** @file Where the prebuilt harness is. */

/** The folder of the harness libraries: $PARLAB_LIBDIR, else the build tree,
 *  else where they are installed. @return borrowed. */
const char *build_library_folder(void);

/** The harness library for a kind of exercise. @return new path. */
char *build_library(enum kind kind);

#endif
