/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BUILD_MESSAGE_H
#define PARLAB_BUILD_MESSAGE_H

/** @file A compiler's words, made fit for a student's terminal. */

/** Make what a tool has printed harmless and short.
 *  @param folder  where it ran; this path does not appear.
 *  @return new text without a newline at its end; empty when it printed
 *          nothing. */
char *message_make(const char *said, const char *folder);

#endif
