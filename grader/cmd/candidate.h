/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CANDIDATE_H
#define PARLAB_CMD_CANDIDATE_H

#include "grader/cmd/grading.h"

/** @file From what the options ask for to runners that can be timed. */

/** Where the candidates of one exercise are built, and how. */
struct workshop {
    const struct options *options;
    const struct exercise *exercise;
    enum sandbox_layer layer;
    const char *folder; /**< private; each candidate gets a folder below */
};

/** Take the candidate's text and build its runner.
 *  @param[out] runner   new; NULL: the candidate is rejected.
 *  @param[out] message  new: why it was rejected, or the compiler's
 *                       warnings; NULL for none.
 *  @param[out] source   new; NULL when it could not be taken.
 *  @return GRADING_USAGE: there is no such file. */
enum grading_outcome candidate_build(const struct workshop *workshop,
    char **runner, char **message, char **source, struct fail *fail);

/** Build the runner of the serial baseline. @param[out] runner  new. */
enum grading_outcome candidate_build_baseline(
    const struct workshop *workshop, char **runner, struct fail *fail);

#endif
