/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_EVIDENCE_H
#define PARLAB_JUDGE_EVIDENCE_H

#include "grader/judge/judge.h"
#include "grader/judge/trial.h"

/** @file What is seen of a candidate besides its answers. */

/** See whether several workers of a candidate were at work at the same time,
 *  and, when they were and @c has_timeline asks for it, which of them did what
 *  when. An exercise in which nothing is timed is not observed.
 *  @param[in,out] session  its cases are done; it may end here
 *  @param[out] correctness  what was seen. */
void evidence_seek(struct session *session, struct correctness *correctness);

#endif
