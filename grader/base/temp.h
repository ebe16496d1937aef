/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BASE_TEMP_H
#define PARLAB_BASE_TEMP_H

#include "grader/base/fail.h"

/** @file
 *  Private folders below $TMPDIR or /tmp. A process that was killed cannot
 *  remove its own: the next one does. */

/** Make a private folder. It is locked for as long as this process lives, so
 *  that temp_sweep() of another one leaves it alone.
 *  @return new path; NULL with the reason. */
char *temp_folder(struct fail *fail);

/** Remove the private folders of this user whose makers have ended without
 *  doing so, and end what still runs with one of them as its TMPDIR. What is not certain stays: other names, other users' folders,
 *  file systems that know no locks.
 *  @param before  called once before any is removed; may be NULL. */
void temp_sweep(void (*before)(void));

#endif
