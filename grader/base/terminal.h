/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BASE_TERMINAL_H
#define PARLAB_BASE_TERMINAL_H

#include <stdbool.h>

/** @file
 *  Everything in parlab is UTF-8; a terminal need not be. */

/** Take the user's character set, and if it is not UTF-8, have all that is
 *  printed on standard output and standard error converted to it. What it
 *  lacks becomes something similar or "?". Call once, before anything is
 *  printed. */
void terminal_setup(void);

/** Whether characters beyond ASCII reach the user as they are: lines and
 *  boxes may be drawn with them. */
bool terminal_is_utf8(void);

#endif
