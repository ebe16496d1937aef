/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_DIAGNOSE_DIAGNOSE_H
#define PARLAB_DIAGNOSE_DIAGNOSE_H

#include <stddef.h>

#include "grader/judge/judge.h"

/** @file
 *  From evidence to named causes. A diagnosis is given only when its
 *  evidence holds; a wrong one is worse than none. */

enum { DIAGNOSES_MAX = 4 };

/** A named cause, and the number or fact that shows it. */
struct diagnosis {
    const char *name; /**< of the catalogue; static */
    char evidence[sizeof(((struct finding *)NULL)->evidence)];
};

/** Diagnose what was seen while the cases ran.
 *  @param[out] found  at most DIAGNOSES_MAX, the strongest first.
 *  @return how many. */
size_t diagnose(const struct correctness *correctness,
    struct diagnosis found[DIAGNOSES_MAX]);

#endif
