/* SPDX-License-Identifier: MIT */
#ifndef WORDS_H
#define WORDS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/** @file
 *  From a text to its words, and to the table of its words.
 *
 *  A text is UTF-8. A byte-order mark at its start is skipped. Each of
 *  @code
 *      . , ; : ? $ @ ^ < > # % ` ! * - = ( ) [ ] { } / " '
 *  @endcode
 *  stands for a space. Words are what white space separates: Unicode's white
 *  space and the four separators U+001C to U+001F. Every word is lower-cased
 *  by Unicode's full rules on its own, so that a capital sigma at its end
 *  becomes a final one. Python's str.split() and str.lower() do the same, but
 *  for a capital sigma beside a modifier letter or an iota subscript.
 *
 *  Words are numbered by their rank: 0 is the most frequent one, and of
 *  equally frequent ones the one that appears first comes first. */

enum {
    WORDS_MESSAGE_BYTES = 256,
    WORDS_REPR_BYTES = 32,
};

/** The words of a text. Plain data; release with words_free(). */
struct words {
    size_t n_words; /**< words in the text */
    int32_t *ids; /**< n_words ranks, in the order of the text */
    size_t n_distinct; /**< different words */
    const char **spelling; /**< n_distinct words, UTF-8, by rank */
    size_t *count; /**< how often each occurs, by rank; never rises */
    char *letters; /**< what spelling points into */
};

/** Read a text from a file of at most 1 GiB.
 *  @param[out] message  one line that says what was wrong.
 *  @return  new (release with words_free());
 *  @return  NULL: the file cannot be read, is too large, holds a NUL byte,
 *           or is not UTF-8 (the message says at which byte). */
struct words *words_read(const char *path, char message[WORDS_MESSAGE_BYTES]);

/** The same for a text in memory.
 *  @param bytes  @p n_bytes bytes; need not end with a NUL. */
struct words *words_parse(
    const char *bytes, size_t n_bytes, char message[WORDS_MESSAGE_BYTES]);

/** Make up a text that has the two properties of a real one that matter
 *  here: frequencies that fall like 1 / rank (Zipf's law), and words that
 *  come in bursts, so that their autocorrelations are not flat. Whole
 *  numbers only: the same seed gives the same text on every machine.
 *  @return  new;
 *  @return  NULL: out of memory. */
struct words *words_generate(
    uint64_t seed, size_t n_words, char message[WORDS_MESSAGE_BYTES]);

/** Release a text; NULL is fine. */
void words_free(struct words *words);

/** Write the table: a line "word count percentage" for every word, by rank.
 *  The percentage is count / n_words * 100.0, written as by words_repr().
 *  @return  0;
 *  @return  -1: writing failed, errno says why. */
int words_table_write(const struct words *words, FILE *to);

/** Write a number with the fewest digits that read back as the same double,
 *  in the form of Python's repr: "7.5", "100.0", "1e-05".
 *  @param value  0 <= value < 1e15; if it is a power of two, then not below
 *                2^-20, where the nearest short decimal needs more care. */
void words_repr(double value, char text[WORDS_REPR_BYTES]);

#endif
