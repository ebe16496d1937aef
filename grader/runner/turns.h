/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_RUNNER_TURNS_H
#define PARLAB_RUNNER_TURNS_H

/** @file Workers that have one core between them and take turns, where the
 *  judge wants to see what they do when nobody is in anybody's way. */

/** Take turns from now on: for each thread or process that begins to work.
 *  Nothing happens where the judge does not ask for it. */
void turns_join(void);

#endif
