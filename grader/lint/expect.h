/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_LINT_EXPECT_H
#define PARLAB_LINT_EXPECT_H

#include <stddef.h>

#include "grader/course/course.h"

/** @file
 *  What a specimen must get. Its source starts with a comment of words, as
 *  `expect: points<=20 fails=values diagnosis=crash`, that may go on over
 *  lines. Words that say how it is run are for specimens that belong to no
 *  exercise's folder: those of tests/hostile. */

enum expect_kind {
    EXPECT_AT_MOST, /**< points<=N */
    EXPECT_AT_LEAST, /**< points>=N */
    EXPECT_EXACTLY, /**< points=N */
    EXPECT_STATUS, /**< status=graded or rejected */
    EXPECT_PASSES, /**< passes=GROUP: all of its cases */
    EXPECT_FAILS, /**< fails=GROUP: at least one of its cases */
    EXPECT_DIAGNOSIS, /**< diagnosis=NAME; diagnosis=none: there is none */
    EXPECT_FLAG, /**< flag: the verdict has one */
    EXPECT_MESSAGE, /**< message=TEXT: it is part of what the verdict says */
    EXPECT_ENDS, /**< ends<=SECONDS: wall time of the whole grading */
    EXPECT_EXERCISE, /**< exercise=LAB/EXERCISE: what it is graded as */
    EXPECT_VERB, /**< verb=check or grade */
    EXPECT_TRIES, /**< tries=N: what follows needs to hold in one of so many
                       gradings only; what is before it, in each */
    EXPECT_LAYER, /**< layer=NAME: what is expected holds in this one only */
};

enum { EXPECTATIONS_MAX = 16, EXPECT_WORD_MAX = 40 };

/** One word of the comment. */
struct expectation {
    enum expect_kind kind;
    long points; /**< or seconds, or tries */
    char name[EXPECT_WORD_MAX];
    char word[EXPECT_WORD_MAX]; /**< as it was written */
};

/** Read what a specimen must get.
 *  @param source     its text.
 *  @param[out] list  room for EXPECTATIONS_MAX.
 *  @return  how many there are, at least one;
 *  @return  0: the comment is missing, or a word is none; the reason says
 *           which. */
size_t expect_read(const char *source, const struct exercise *exercise,
    struct expectation list[], struct fail *fail);

/** Find the value of a word in the comment, before it is known which exercise
 *  the specimen is about.
 *  @param name  what stands before the "=".
 *  @return new; NULL: the comment has no such word. */
char *expect_value(const char *source, const char *name);

#endif
