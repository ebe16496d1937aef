/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CLASS_PLAN_H
#define PARLAB_CMD_CLASS_PLAN_H

#include "grader/cmd/class_run.h"

/** @file Which submissions are graded, and in which order. */

/** What is to do, the next one first. */
struct class_plan {
    struct work *work; /**< all submissions of the gradebook */
    size_t n_work;
    size_t *order; /**< of those that are wanted: places in work */
    size_t n;
};

/** Make the plan: each student's first exercise comes before anybody's
 *  second, and of each exercise the newest attempt comes first.
 *  @param[out] plan  release with class_plan_free(), after 0 only.
 *  @return 0, or -1. */
int class_plan_make(const struct class_setup *setup, struct class_plan *plan,
    struct fail *fail);

void class_plan_free(struct class_plan *plan);

/** The exercise of a submission as the policy has it. */
const struct exercise *class_plan_exercise(
    const struct class_setup *setup, const struct work *work);

#endif
