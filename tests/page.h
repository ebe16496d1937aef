/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_PAGE_H
#define PARLAB_TESTS_PAGE_H

#include <stddef.h>
#include <stdio.h>

#include "grader/base/fail.h"

/** @file
 *  Measured figures in pages of docs/. A program owns what stands between two
 *  lines of a page, <!-- made: NAME --> and <!-- end: NAME -->, and replaces
 *  it; the rest is written by people. */

/** Replace what stands between the two lines of @p name.
 *  @param text  Markdown; a blank line is put before and after it.
 *  @return 0; -1: the page cannot be read or written, or lacks the lines. */
int page_replace(
    const char *path, const char *name, const char *text, struct fail *fail);

/** Write when and where figures were measured, and by which command, as one
 *  paragraph of Markdown. */
void page_circumstances(FILE *to, const char *command);

#endif
