/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_RUNNER_CHECKED_H
#define PARLAB_RUNNER_CHECKED_H

#include "grader/runner/harness.h"

/** @file
 *  What a runner that was built with a checker tells it. Nothing happens in
 *  one that was not. */

/** Forbid what lies between the arguments of a call. */
void checked_guard_arguments(const struct call *call);

/** Allow everything that was forbidden in a mapping, before it goes: what is
 *  mapped there next is the candidate's. */
void checked_forget(const struct harness *harness);

/** Forbid all items of an argument but @p n from @p first on.
 *  @return the first of these. */
void *checked_part(
    const struct frame_field *field, void *items, size_t first, size_t n);

/** Look at all arguments: who still writes to them, now that the candidate
 *  has returned, is found out. */
void checked_read_arguments(const struct call *call);

/** Have memory looked for that nothing points to. */
void checked_find_leaks(void);

#endif
