/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_VERDICT_H
#define PARLAB_TESTS_VERDICT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "grader/lint/expect.h"

/** @file What a verdict's JSON says of one exercise, for the tests. */

/** A whole number; 0 when there is none. */
long verdict_integer(const json_t *json, const char *key);

/** A text; "" when there is none. @return borrowed. */
const char *verdict_text(const json_t *json, const char *key);

/** Say whether it has a diagnosis. */
bool verdict_has_diagnosis(const json_t *one, const char *name);

/** Say whether a word of an expect line holds. Words about how a specimen is
 *  run, and for how long, are no matter of the verdict: they do. */
bool verdict_holds(const json_t *one, const struct expectation *expected);

/** Whether a word is a diagnosis that checkers may have to find. */
bool verdict_needs_checkers(const struct expectation *expected);

/** Why a diagnosis cannot be given on this machine: the checker for it is
 *  missing. @return borrowed; NULL: it can. */
const char *verdict_why_untold(
    const json_t *one, const struct expectation *expected);

/** Print what went wrong, as TAP comments. */
void verdict_show(FILE *to, const json_t *one);

#endif
