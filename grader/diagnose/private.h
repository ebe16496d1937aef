/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_DIAGNOSE_PRIVATE_H
#define PARLAB_DIAGNOSE_PRIVATE_H

#include "grader/diagnose/diagnose.h"

/** @file The parts of a diagnosis, for this folder only. Each adds what it
 *  finds. All are pure. */

/** Say whether something has been found already. */
bool diagnose_has_found(const struct findings *found, const char *name);

/** Why answers are wrong, from which cases fail, and how. */
void diagnose_answers(
    const struct diagnose_input *input, struct findings *found);

/** What a case left behind, or broke besides its answer. */
void diagnose_manners(
    const struct diagnose_input *input, struct findings *found);

/** How the work was shared. */
void diagnose_work(const struct diagnose_input *input, struct findings *found);

#endif
