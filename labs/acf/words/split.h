/* SPDX-License-Identifier: MIT */
#ifndef WORDS_SPLIT_H
#define WORDS_SPLIT_H

#include <stddef.h>

#include "words.h"

/** Bytes that a text needs after its end. */
enum { SPLIT_SLACK_BYTES = 16 };

/** As words_parse(), but in place.
 *  @param text  @p n_bytes bytes and SPLIT_SLACK_BYTES more, which are used
 *               up: nothing of the text is left in them. */
struct words *split_words(
    char *text, size_t n_bytes, char message[WORDS_MESSAGE_BYTES]);

#endif
