/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SITE_QUESTIONS_H
#define PARLAB_SITE_QUESTIONS_H

#include "grader/report/verdict.h"

/** @file Questions for an oral exam, from what was seen of a student's own
 *  programs. */

enum { QUESTIONS_MAX = 3 };

/** A question. */
struct question {
    const char *exercise; /**< borrowed */
    char *text; /**< with the number that it is about */
};

/** Ask about a student's verdicts. Every question has a number from a
 *  verdict; no two are of the same sort, and they are about different
 *  exercises where they can be. The same verdicts give the same questions.
 *  Pure.
 *  @param verdicts        NULL: there is none
 *  @param[out] questions  QUESTIONS_MAX; release the texts.
 *  @return how many: fewer only when the data have no more. */
size_t questions_of(const struct verdict *const verdicts[], size_t n_verdicts,
    struct question questions[]);

#endif
