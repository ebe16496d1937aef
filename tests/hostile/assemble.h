/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_ASSEMBLE_H
#define PARLAB_TESTS_ASSEMBLE_H

#include <stddef.h>

#include "grader/base/fail.h"
#include "grader/course/course.h"

/** @file
 *  Put the text of a hostile specimen together, so that one is short and says
 *  what it tries and nothing else. A line `#include "NAME"` is replaced by a
 *  file's text, in which the same is done again:
 *
 *      "solution.c"    the reference solution of the exercise
 *      "serial.c"      its serial baseline
 *      "grader/..."    a file of the harness, below the course's root
 *      "attack.h", "either.c", ...   a file of the folder of specimens
 *
 *  All other lines of this form stay, and so meet the sandbox. After that,
 *  words between two @ are replaced. */

/** A word, with its two @, and what it is replaced by. */
struct assemble_word {
    const char *word;
    char *text;
};

/** Put one together.
 *  @param source    the specimen's own text.
 *  @param specimens the folder with what specimens share.
 *  @param words     ends with one without a word.
 *  @return  new text;
 *  @return  NULL: a file is missing, includes itself, or a word is none. */
char *assemble(const char *source, const struct course *course,
    const struct exercise *exercise, const char *specimens,
    const struct assemble_word words[], struct fail *fail);

/** The text of a lab.conf in which every exercise has these limits and no
 *  others.
 *  @param limits  what stands between the braces.
 *  @return new. */
char *assemble_limits(const char *conf, const char *limits);

#endif
