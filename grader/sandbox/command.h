/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SANDBOX_COMMAND_H
#define PARLAB_SANDBOX_COMMAND_H

#include "grader/sandbox/args.h"
#include "grader/sandbox/sandbox.h"

/** @file The command line of a box, for the files of this folder only. */

/** Add the words that run a box's program: bubblewrap with everything that
 *  the program may see, or the program itself. Limits other than the number
 *  of processes are not among them.
 *  @param filter  descriptor of the filter's program, for bubblewrap; or -1. */
void command_make(const struct sandbox_box *box, int filter, struct args *args);

/** bubblewrap as an absolute path. @return borrowed; NULL: not installed. */
const char *command_bubblewrap(void);

/** Leave out the size of /tmp and /dev/shm from now on: bubblewrap takes it
 *  since version 0.7 only. */
void command_forget_sizes(void);

#endif
