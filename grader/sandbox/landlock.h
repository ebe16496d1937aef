/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SANDBOX_LANDLOCK_H
#define PARLAB_SANDBOX_LANDLOCK_H

#include <stdbool.h>

#include "grader/base/fail.h"
#include "grader/sandbox/sandbox.h"

/** @file
 *  Landlock: a process gives up, for itself and all its descendants, what it
 *  does not need of the file system, of TCP, and of processes outside. It
 *  asks nobody for leave. What it cannot do: names and sizes of files stay
 *  visible, and so do the processes of the machine. */

/** The version of the kernel's Landlock; 0 when there is none. From 4 on it
 *  knows TCP, from 6 on signals and abstract sockets. */
int landlock_version(void);

/** Make the rules for a box.
 *  @return  descriptor for landlock_set(); the caller closes it;
 *  @return  -1 with the reason. */
int landlock_open(const struct sandbox_box *box, struct fail *fail);

/** Follow the rules from now on. Async-signal-safe.
 *  @return 0; -1 with errno. */
int landlock_set(int rules);

#endif
