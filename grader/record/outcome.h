/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_RECORD_OUTCOME_H
#define PARLAB_RECORD_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>

/** @file What a check came to, as far as the next one is compared with it. */

/** A check of one exercise. */
struct outcome {
    bool is_known; /**< false: there was none, or it came to no result */
    bool is_rejected; /**< nothing ran: it did not compile, … */
    int points, max;
    size_t n_cases;
    char **failing; /**< "group: case", sorted */
    size_t n_failing;
    char **diagnoses; /**< the strongest first */
    size_t n_diagnoses;
};

/** Take it from what "parlab check --json" writes for one exercise.
 *  @param[out] outcome  release with outcome_clear(); not known when the text
 *                       is no such JSON. */
void outcome_read(const char *json, struct outcome *outcome);

void outcome_clear(struct outcome *outcome);

/** Say what is different now, one sentence a line: points, cases that pass
 *  now, cases that fail now, by name.
 *  @param most  names of a sort that are shown; of others how many.
 *  @return new text; empty when there is nothing to compare. */
char *outcome_changes(
    const struct outcome *before, const struct outcome *now, size_t most);

#endif
