/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_SENDS_H
#define PARLAB_JUDGE_SENDS_H

#include "grader/judge/judge.h"

/** @file Whether an MPI program is right only because MPI keeps its messages
 *  for it. */

enum { SENDS_BUDGET_S = 3 };

/** Run the cases of an MPI exercise again with sends that wait for their
 *  receive: MPI_Send() as MPI_Ssend(). A program that passes all cases and
 *  comes to no end now relies on what MPI does not promise: the finding
 *  "unsafe-send". Looks only at programs that pass, and that have such sends;
 *  takes as long as the cases, and at most SENDS_BUDGET_S.
 *  @param seen  what became of the cases, with the same setup
 *  @return 0; -1: a signal asks to stop. */
int sends_check(const struct judge_setup *setup, const struct correctness *seen,
    struct findings *findings);

#endif
