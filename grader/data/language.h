/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_DATA_LANGUAGE_H
#define PARLAB_DATA_LANGUAGE_H

#include <stdint.h>

#include "grader/base/random.h"

/** @file
 *  A made-up language: words that can be said, and how often each is used.
 *
 *  The word of rank r = 1 … DATA_WORDS has odds proportional to
 *  1 / (r + 2.7). That is the law of Zipf and Mandelbrot,
 *  1 / (r + b)^a, with a = 1 and b = 2.7.
 *  Source: B. Mandelbrot, "An informational theory of the statistical
 *  structure of language", in Communication Theory, Butterworths 1953; the
 *  values a = 1, b = 2.7 as in S. Piantadosi, "Zipf's word frequency law in
 *  natural language: a critical review and future directions", Psychonomic
 *  Bulletin & Review 21 (2014), equation 2.
 *
 *  With a = 1 all odds are fractions of whole numbers, so that everything
 *  here is made with whole numbers only: the same seed gives the same
 *  language on every machine, whatever its compiler and mathematical library
 *  are. */

enum {
    DATA_WORDS = 1 << 15,
    DATA_SPELLING_BYTES = 23,
};

/** A word as it is written: small letters, UTF-8, no NUL after them. */
struct data_spelling {
    char letters[DATA_SPELLING_BYTES];
    uint8_t n_bytes;
};

struct data_language;

/** Make the language of a seed. No two words are spelled alike.
 *  @return new; release with data_language_free(). */
struct data_language *data_language_new(uint64_t seed);

/** Release a language; NULL is fine. */
void data_language_free(struct data_language *language);

/** Draw a word by its odds.
 *  @return its rank less one, 0 … DATA_WORDS - 1. */
uint32_t data_language_draw(
    const struct data_language *language, struct random *random);

/** How often a word is drawn: in this many of 2^47 draws.
 *  @param rank  rank less one. */
uint64_t data_language_odds(uint32_t rank);

/** The spelling of a word. @return borrowed from the language. */
const struct data_spelling *data_language_spelling(
    const struct data_language *language, uint32_t rank);

#endif
