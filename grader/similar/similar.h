/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SIMILAR_SIMILAR_H
#define PARLAB_SIMILAR_SIMILAR_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/base/fail.h"

/** @file
 *  Texts that look alike, by similarity-tester's sim_c, which compares tokens
 *  of C: names, layout, comments and numbers make no difference. What
 *  everybody was given, the skeleton and the serial baseline, does not count.
 *  It is a list for people to look at, and proves nothing. */

/** One text. All pointers are borrowed. */
struct similar_text {
    const char *name; /**< for people */
    const char *source;
    size_t source_bytes;
    bool is_old; /**< only compared with, never looked at for itself */
};

/** What is to be compared. */
struct similar_job {
    const struct similar_text *texts; /**< those that are new come first */
    size_t n_texts;
    const char *given; /**< what everybody has */
    const char *folder; /**< to work in; of this process */
    int min_percent; /**< pairs below are left out */
};

/** Two texts, the first one new. */
struct similar_pair {
    size_t a, b; /**< of the job's texts */
    int a_percent; /**< of a's own tokens, those that b has as well */
    int b_percent; /**< likewise; -1: b is old */
    bool is_identical; /**< byte by byte */
};

/** Find pairs, the most similar first. "Own" tokens are those that are not
 *  of what was given: (p - g) / (100 - g), where p percent of a text are in
 *  the other one and g percent in what was given. A text that has hardly
 *  any is in no pair.
 *  @param[out] pairs  new
 *  @return 0; -1: there is no sim_c, or it failed. */
int similar_find(const struct similar_job *job, struct similar_pair **pairs,
    size_t *n_pairs, struct fail *fail);

/** Say of each line of a pair's texts what it is: '=' in a run of tokens that
 *  the other one has, '-' in one that was given, ' ' neither.
 *  @param[out] a,b  new texts, a character a line
 *  @return 0; -1. */
int similar_lines(const struct similar_job *job,
    const struct similar_pair *pair, char **a, char **b, struct fail *fail);

#endif
