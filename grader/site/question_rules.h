/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SITE_QUESTION_RULES_H
#define PARLAB_SITE_QUESTION_RULES_H

#include "grader/site/questions.h"

/** @file The rules by which questions are made of a verdict. */

/** What a question is about. */
enum question_sort {
    SORT_REJECTED,
    SORT_DIAGNOSIS,
    SORT_CASE,
    SORT_CASES,
    SORT_SERIAL,
    SORT_GUESS,
    SORT_BEYOND,
    SORT_IDLE,
    SORT_ATTAINABLE,
    SORT_AMDAHL,
    SORT_EXTRA,
    SORT_SWITCHES,
    SORT_DELAY,
    SORT_SPREAD,
    SORT_FAULTS,
    SORT_DISCARDED,
    SORT_INTERVAL,
    SORT_ALL_PASS,
};

/** A question that could be asked. */
struct proposal {
    enum question_sort sort;
    int weight;
    const struct verdict *verdict; /**< borrowed */
    char *text;
};

/** All of them. */
struct proposals {
    const struct verdict *verdict; /**< that is being looked at */
    struct proposal *list;
    size_t n;
};

/** Add one; takes over @p text. */
void question_propose(struct proposals *proposals, enum question_sort sort,
    int weight, char *text);

/** What to ask about a diagnosis, after its evidence. @return borrowed. */
const char *question_tail(const char *diagnosis);

/** Look at the verdict. */
void question_rules(struct proposals *proposals);

#endif
