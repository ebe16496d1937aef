/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_DIAGNOSE_DIAGNOSE_H
#define PARLAB_DIAGNOSE_DIAGNOSE_H

#include <stddef.h>

#include "grader/judge/finding.h"
#include "grader/judge/judge.h"
#include "grader/measure/measure.h"

/** @file
 *  From evidence to named causes. A diagnosis is given only when its
 *  evidence holds; a wrong one is worse than none. */

enum { DIAGNOSES_MAX = 2 }; /**< that a verdict names */

/** All that is known of a candidate. */
struct diagnose_input {
    const struct exercise *exercise;
    const struct correctness *correctness;
    const struct measurement *measured; /**< NULL: speed was not asked for */
    const char *tampering; /**< what it did to look better than it is, in a
                                case or while it was timed; NULL for nothing */
    const struct findings *findings[4]; /**< of others who looked; NULL: none */
};

/** Diagnose.
 *  @param[out] found  the strongest first, at most DIAGNOSES_MAX; release
 *                     with findings_free(). */
void diagnose(const struct diagnose_input *input, struct findings *found);

/** How much a diagnosis explains, among those that hold at the same time:
 *  one that says what to mend comes before one that says what came of it.
 *  @return its place, from 0; -1: there is no such diagnosis. Pure. */
int diagnose_rank(const char *name);

/** The names of all, the strongest first; NULL at the end. */
extern const char *const diagnose_names[];

#endif
