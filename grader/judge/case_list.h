/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_CASE_LIST_H
#define PARLAB_JUDGE_CASE_LIST_H

#include "grader/course/course.h"
#include "grader/judge/cases.h"

/** @file The cases of an exercise, for those that run them once more. */

/** One case of the exercise. */
struct one_case {
    const struct case_group *group;
    const void *row;
    char *name;
    size_t number; /**< as for --case, from 1 */
    size_t turn; /**< number within its group, from 0 */
};

/** All cases of an exercise: the first ones of all groups, then the second
 *  ones and so on, so that little time says something of each group.
 *  @return new; release with case_list_free(). */
struct one_case *case_list_make(
    const struct exercise *exercise, size_t *n_cases);
void case_list_free(struct one_case *cases, size_t n_cases);

#endif
