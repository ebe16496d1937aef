/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_DIAGNOSE_DIAGNOSE_H
#define PARLAB_DIAGNOSE_DIAGNOSE_H

#include <stddef.h>

#include "grader/judge/finding.h"
#include "grader/judge/judge.h"

/** @file
 *  From evidence to named causes. A diagnosis is given only when its
 *  evidence holds; a wrong one is worse than none. */

enum { DIAGNOSES_MAX = 4 };

/** A named cause, and the number or fact that shows it. */
struct diagnosis {
    const char *name; /**< of the catalogue; static */
    char evidence[240];
};

/** Diagnose what was seen while the cases ran.
 *  @param[out] found  at most DIAGNOSES_MAX, the strongest first.
 *  @return how many. */
size_t diagnose(const struct correctness *correctness,
    struct diagnosis found[DIAGNOSES_MAX]);

/** Put findings before what was diagnosed; one of the same name takes its
 *  place, as it says more.
 *  @param n_found  how many there are in @p found.
 *  @return how many there are now; what there is no room for is left out. */
size_t diagnose_add(const struct findings *findings,
    struct diagnosis found[DIAGNOSES_MAX], size_t n_found);

#endif
