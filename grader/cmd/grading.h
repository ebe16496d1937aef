/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_GRADING_H
#define PARLAB_CMD_GRADING_H

#include "grader/cmd/options.h"

/** @file One exercise from source to result. */

enum grading_outcome {
    GRADING_DONE,
    GRADING_USAGE, /**< there is no such file or case */
    GRADING_BROKEN,
    GRADING_STOPPED,
};

/** Grade one exercise.
 *  @param[out] result  release with result_clear() after GRADING_DONE. */
enum grading_outcome grading_run(const struct options *options,
    const struct exercise *exercise, struct result *result, struct fail *fail);

/** Name what explains a result, again when more was found out. */
void grading_diagnose(struct result *result);

/** The layer that gradings with these options use. */
enum sandbox_layer grading_layer(const struct options *options);

#endif
