/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_DATA_TEXT_H
#define PARLAB_DATA_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "grader/data/language.h"

/** @file
 *  Texts in a made-up language.
 *
 *  Every word is drawn by its odds in the language, but not always anew: of
 *  eight words, two are taken from a handful of words that was drawn for the
 *  passage (64 words on average), and one from a larger one that was drawn
 *  for the chapter (2,048 words on average). These were drawn by the same
 *  odds, so the frequencies over many texts are those of the language, while
 *  the words come in bursts: a word's autocorrelation falls with the lag, on
 *  two scales. No word follows itself.
 *
 *  A text has headings, paragraphs, sentences, lines of at most 72 bytes,
 *  capital letters, letters beyond ASCII (UTF-8), apostrophes, hyphens and
 *  quotation marks. */

/** Write text @p number of a seed. Any text can be made without the others.
 *  @param size_bytes    it ends with the last sentence that fits; the first
 *                       one is there in any case (about 500 bytes).
 *  @param[out] n_bytes  its length.
 *  @return  new, @p n_bytes bytes of UTF-8. */
char *data_text(const struct data_language *language, uint64_t seed,
    size_t number, size_t size_bytes, size_t *n_bytes);

#endif
