/* expect: points<=20 fails=words fails=workers diagnosis=remainder */
/* SPDX-License-Identifier: MIT */
#include "openmp.h"

#include <stdlib.h>

/* The words that are left over by the division are nobody's work. */

static double value(size_t n_text, const uint8_t *mask, size_t first, size_t t)
{
    size_t m = 0, sum = 0;
    for (size_t i = 0; i < n_text; i++)
        m += mask[i];
    for (size_t i = first; i + t < n_text; i++)
        sum += mask[i] && mask[i + t];
    return m == 0 ? 0 : (double)sum / (double)m;
}

static uint8_t *mask_of(size_t n_text, const int32_t text[], int32_t word)
{
    uint8_t *mask = malloc(n_text + 1);
    if (mask == NULL)
        abort();
    for (size_t i = 0; i < n_text; i++)
        mask[i] = text[i] == word;
    return mask;
}

static void word_acf(size_t n_text, const int32_t text[], int32_t word,
    size_t n_lags, double *out)
{
    uint8_t *mask = mask_of(n_text, text, word);
    for (size_t t = 0; t < n_lags; t++)
        out[t] = value(n_text, mask, 1, t);
    free(mask);
}

void acf(size_t n_text, const int32_t text[], size_t n_words,
    const int32_t words[], size_t n_lags, double *out, int n_workers)
{
    const size_t share = n_words / (size_t)n_workers;
#pragma omp parallel for num_threads(n_workers)
    for (int worker = 0; worker < n_workers; worker++)
        for (size_t k = 0; k < share; k++) {
            const size_t w = (size_t)worker * share + k;
            word_acf(n_text, text, words[w], n_lags, out + w * n_lags);
        }
}
