/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BASE_TEXT_H
#define PARLAB_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** @file Words for people: suggestions, and hostile bytes made harmless. */

/** Write bytes so that no terminal acts on them: control characters and
 *  bytes that are not UTF-8 become \\xNN; newline and tab stay.
 *  @param max_bytes  what is longer is cut and marked with "...". */
void text_print_safe(
    FILE *to, const char *bytes, size_t n_bytes, size_t max_bytes);

/** The same as a new text. */
char *text_safe(const char *bytes, size_t n_bytes, size_t max_bytes);

/** Remove the start of a character at the end of a text that was cut there. */
void text_mend_end(char *text);

/** Print a text's words and a newline, broken into lines.
 *  @param indent  column where the cursor is, and where further lines start
 *  @param width   columns of a line */
void text_print_filled(FILE *to, const char *text, int indent, int width);

/** Edits (insert, delete, replace, swap of neighbours) between two words.
 *  Source: optimal string alignment distance, Boytsov 2011, section 2.1. */
size_t text_distance(const char *a, const char *b);

/** Find the word that was probably meant.
 *  @return borrowed from @p words; NULL when none is near. */
const char *text_nearest(
    const char *word, const char *const words[], size_t n_words);

/** Write a number as "1,234,567". @return @p text. */
const char *text_grouped(uint64_t number, char text[32]);

/** Say whether @p text starts with @p prefix. */
bool text_starts(const char *text, const char *prefix);

#endif
