/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_COURSE_EXCERPT_H
#define PARLAB_COURSE_EXCERPT_H

#include "grader/base/fail.h"

/** @file
 *  Code in handouts is taken from files that are compiled, so that it cannot
 *  be wrong. In a C file two marks, alone on their lines, stand around a part
 *  that is shown:
 *  @code
 *      //> show sum
 *      total += x[i];
 *      //> end show
 *  @endcode
 *  In a Markdown text the line `<!-- code serial.c sum -->` stands directly
 *  before a block of code that is fenced with three backticks and the word
 *  c. What is in the block is replaced by the part. */

/** Take a shown part out of a C text. What all its lines are indented by is
 *  removed; lines of the preprocessor, which start at the margin, neither
 *  count for that nor change.
 *  @param name  letters, digits, '-' and '_'
 *  @return  new text, every line with a newline;
 *  @return  NULL: no such part, or two; or a mark anywhere in the text is out
 *           of place; the reason has the line. */
char *excerpt_take(const char *source, const char *name, struct fail *fail);

/** Read a file that a Markdown text names.
 *  @param file     as the text has it
 *  @param context  as given to excerpt_fill()
 *  @return  new text; NULL: it cannot be read. */
typedef char *excerpt_reader(
    const char *file, void *context, struct fail *fail);

/** Bring the code in a Markdown text up to date.
 *  @param reader  called for each part that is shown
 *  @return  new text, the same as before where nothing has changed;
 *  @return  NULL: a mark is not right, or its part cannot be had; the reason
 *           has the line. */
char *excerpt_fill(const char *markdown, excerpt_reader *reader, void *context,
    struct fail *fail);

#endif
