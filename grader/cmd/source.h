/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_SOURCE_H
#define PARLAB_CMD_SOURCE_H

#include <stddef.h>

#include "grader/cmd/options.h"

/** @file The text of the candidate that the options ask for. */

enum { SOURCE_BYTES_MAX = 1 << 20 };

enum source_outcome {
    SOURCE_TAKEN,
    SOURCE_REJECTED, /**< the candidate's fault: empty, a folder, … */
    SOURCE_MISSING, /**< there is no such file: wrong usage */
    SOURCE_BROKEN, /**< ours: a solution cannot be read, say */
};

/** Read what is to be graded.
 *  @param[out] text     new, SOURCE_TAKEN only.
 *  @param[out] message  new, for the student, SOURCE_REJECTED only.
 *  @param      fail     the reason of the last two. */
enum source_outcome source_take(const struct options *options,
    const struct exercise *exercise, char **text, size_t *n_bytes,
    char **message, struct fail *fail);

/** The skeleton of an exercise. @return new; NULL. */
char *source_skeleton(const struct exercise *exercise, struct fail *fail);

#endif
