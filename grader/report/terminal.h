/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_TERMINAL_H
#define PARLAB_REPORT_TERMINAL_H

#include <stdio.h>

#include "grader/report/result.h"

/** @file The verdict as a few calm lines. */

/** Print a result. Box-drawing characters are used where the locale's
 *  character set is UTF-8. */
void terminal_print(FILE *to, const struct result *result);

/** Print what the checkers have found, which ends after the first answer, and
 *  what they could not look for; nothing where there is nothing to say. */
void terminal_print_checks(FILE *to, const struct result *result);

#endif
