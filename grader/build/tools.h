/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BUILD_TOOLS_H
#define PARLAB_BUILD_TOOLS_H

#include "grader/build/build.h"
#include "grader/course/course.h"
#include "grader/sandbox/args.h"

/** @file
 *  The programs of a build. Each can be named by an environment variable
 *  (PARLAB_CC, PARLAB_MPICC, PARLAB_MPIRUN, PARLAB_CLANG, PARLAB_SYMBOLIZER: a
 *  path, a name, or empty for none); otherwise configure's choice is taken. */

/** ld and objcopy as absolute paths; NULL when missing. @return borrowed. */
const char *tools_linker(void);
const char *tools_objcopy(void);

/** The compiler of a variant; NULL when missing. @return borrowed. */
const char *tools_compiler(enum kind kind, enum build_variant variant);

/** What tells the checkers of clang the lines of a program; NULL when
 *  missing. @return borrowed. */
const char *tools_symbolizer(void);

/** Say what is missing to build an exercise of a kind, and how to get it.
 *  @return 0: nothing; -1 with the reason. */
int tools_check(enum kind kind, struct fail *fail);

/** Add the folders outside the system's own that the tools and their
 *  libraries need: where a module or spack has put them. */
void tools_folders(enum kind kind, struct args *folders);

/** Add the environment for the tools, made from nothing.
 *  @param folder  where they may write. */
void tools_environment(const char *folder, struct args *env);

#endif
