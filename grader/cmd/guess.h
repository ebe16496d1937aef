/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_GUESS_H
#define PARLAB_CMD_GUESS_H

#include "grader/cmd/options.h"

/** @file
 *  A guess before the first measurement. Who has said a number before it is
 *  shown learns from the difference. */

/** Ask for a speedup, where there is somebody to answer: standard input and
 *  output are terminals.
 *  @return the guess, 1 for "no faster"; 0: none; -1: a signal asks to stop.
 */
double guess_ask(const char *question);

/** Ask for the speedup of an exercise that is graded, unless it was asked
 *  for before, and remember the answer; what is graded is the student's own
 *  file, alone, and shown.
 *  @param n_workers  that it is measured with
 *  @return the guess of now or of before; 0: none; -1: a signal asks to stop.
 */
double guess_of(const struct options *options, const struct exercise *exercise,
    int n_workers);

#endif
