/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_WATCH_SCREEN_H
#define PARLAB_CMD_WATCH_SCREEN_H

#include <stdbool.h>

/** @file
 *  The terminal of "parlab watch": a page that is drawn in place, the last
 *  line for keys. However the process ends, but by SIGKILL, the terminal is
 *  as it was before. */

/** Keys that are no characters. */
enum {
    SCREEN_KEY_NONE = 0,
    SCREEN_KEY_END = -1, /**< there will be no keys any more */
};

/** Take the terminal.
 *  @return false: standard output is none; nothing else may be called. */
bool screen_start(void);

/** Give it back; screen_start() may take it again. */
void screen_end(void);

/** Draw a page over the one before it, if it is another one. Lines are broken
 *  at the right edge; what does not fit is left out, and it is said.
 *  @param keys  the last line. */
void screen_draw(const char *text, const char *keys);

/** A descriptor that is readable when screen_changed() is to be called. */
int screen_fd(void);

/** Take note of a new size, or of Ctrl-Z: then this returns when the process
 *  goes on. The next page is drawn whole.
 *  @return whether it was stopped meanwhile. */
bool screen_changed(void);

/** A descriptor that is readable when a key was pressed; -1: no keys here. */
int screen_key_fd(void);

/** The key that was pressed; sequences of keys like arrows are none. */
int screen_key(void);

/** Wait for any key, on a terminal that was given back. What was typed before
 *  is forgotten.
 *  @param prompt  is printed first. */
void screen_wait_key(const char *prompt);

#endif
