/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_WATCH_CHECK_H
#define PARLAB_CMD_WATCH_CHECK_H

#include <stdbool.h>
#include <sys/types.h>

#include "grader/record/outcome.h"

/** @file
 *  A check beside this process: "parlab check" as a child, so that it can be
 *  ended at any moment and cleans up behind itself. */

/** A check that runs, or has run. */
struct check {
    pid_t pid; /**< 0: none runs */
    int ended; /**< readable when it has ended; -1 */
    int output; /**< what it prints; -1 */
    char *text; /**< so far; new, never NULL after check_start() */
    size_t n_text;
    char *json; /**< the file it writes; owned */
};

/** Start one. @param argv  of parlab; without --json.
 *  @return 0; -1: it cannot be started. */
int check_start(struct check *check, const char *const argv[]);

/** Take what it has printed; never blocks. */
void check_read(struct check *check);

/** It has ended: reap it, and take its verdict.
 *  @param[out] outcome  release with outcome_clear().
 *  @return its exit code; -1: a signal ended it. */
int check_finish(struct check *check, struct outcome *outcome);

/** End it and wait until it has cleaned up; none running is fine. */
void check_stop(struct check *check);

/** Release what is left. */
void check_clear(struct check *check);

/** Run parlab on this terminal and wait for it. Ctrl-C is for it, not for
 *  this process. */
void check_in_front(const char *const argv[]);

/** Run parlab and take what it prints. @return new text. */
char *check_captured(const char *const argv[]);

#endif
