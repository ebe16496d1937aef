/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CHECKING_H
#define PARLAB_CMD_CHECKING_H

#include "grader/cmd/grading.h"

/** @file What comes after the first answer. */

/** Run the checkers on what was graded, and add what they find to the result.
 *  What cannot be checked is noted there; nothing of it ends a grading.
 *  @return GRADING_DONE, or GRADING_STOPPED. */
enum grading_outcome checking_run(
    const struct options *options, struct result *result);

#endif
