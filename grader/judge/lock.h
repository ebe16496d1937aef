/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_LOCK_H
#define PARLAB_JUDGE_LOCK_H

#include <stdbool.h>

/** @file
 *  One lock a user: what only checks holds it shared; what times, or looks at
 *  who is at work, holds it alone, so that two parlabs never disturb each
 *  other's measuring. */

/** Take the lock, or change how it is held; one that is held like this
 *  already stays. Where no lock can be made,
 *  grading goes on without.
 *  @param is_alone  no other holder; else shared.
 *  @param waiting   called once when another parlab holds it; may be NULL.
 *  @return  0; -1, errno EINTR: a signal asks to stop. */
int lock_take(bool is_alone, void (*waiting)(void));

/** Give it back. */
void lock_release(void);

#endif
