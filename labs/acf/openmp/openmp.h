/* SPDX-License-Identifier: MIT */
#ifndef OPENMP_H
#define OPENMP_H

#include <stddef.h>
#include <stdint.h>

/** Find the autocorrelations of words in a text, by the direct method.
 *
 *  A text is a row of words, and every word is a number. With
 *  mask[i] = 1 where text[i] is the word w and 0 elsewhere, and with m the
 *  number of times that w occurs in the whole text,
 *  @code
 *      acf[w][t] = 1/m * sum of mask[i] * mask[i + t],  1 <= i <= n_text-t-1
 *  @endcode
 *  for the lags t = 0 … n_lags - 1. The sum starts at i = 1. Where it has no
 *  terms the value is 0, and a word that does not occur has zeros.
 *
 *  @param n_text     words in the text, >= 0
 *  @param text       n_text numbers of words, any int32_t
 *  @param n_words    words to look at, >= 0
 *  @param words      n_words numbers of words; may repeat, may be absent
 *  @param n_lags     lags to look at, >= 0; may exceed n_text
 *  @param[out] out   n_words x n_lags values, row-major, each right to a
 *                    relative 1e-12; what they were before does not matter
 *  @param n_workers  threads to work with, >= 1; may exceed n_words x n_lags
 *
 *  n_words * n_lags * n_text operations. Ends the program when there is no
 *  memory for n_text bytes for each worker.
 *  Source: texts as masks and their autocorrelation: Altmann, Cristadoro and
 *  Degli Esposti, "On the origin of long-range correlations in texts", PNAS
 *  109 (2012). The sum from i = 1 is this course's own. */
void acf(size_t n_text, const int32_t text[], size_t n_words,
    const int32_t words[], size_t n_lags, double *out, int n_workers);

#endif
