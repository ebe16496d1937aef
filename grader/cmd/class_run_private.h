/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CLASS_RUN_PRIVATE_H
#define PARLAB_CMD_CLASS_RUN_PRIVATE_H

#include "grader/cmd/class_child.h"
#include "grader/cmd/class_line.h"
#include "grader/cmd/class_plan.h"

/** @file A run that goes on, and what is said of it. */

/** A place where a grading can run. */
struct class_slot {
    struct class_child child;
    struct work *work; /**< NULL: free */
};

/** All that one run has at hand. */
struct class_now {
    const struct class_setup *setup;
    struct class_plan plan;
    struct class_slot *slots;
    struct class_tally *tally;
    struct fail *fail;
    size_t *queue; /**< places in plan.work */
    size_t n_queue, next;
    size_t *again; /**< what had trouble in this pass */
    size_t n_again;
    bool *gave_up; /**< by place in plan.work */
    bool is_last_try;
    enum gradebook_depth depth;
    int n_slots;
    size_t n_done; /**< in this pass */
    double start_s, busy_s; /**< of this pass */
    double last_s; /**< when the last one was done */
};

/** How far this pass is, and how long all that is left will take. */
struct class_line class_run_line(const struct class_now *run);

/** Show it, with what runs. */
void class_run_show(const struct class_now *run);

#endif
