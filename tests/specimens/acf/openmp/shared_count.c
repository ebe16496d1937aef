/* expect: points<=60 diagnosis=race */
/* SPDX-License-Identifier: MIT */
#include "openmp.h"

#include <stdlib.h>

/* A mask for each worker, and one m for all of them. Most answers are right:
 * the compiler keeps what a worker wrote to m at hand for it. */

static size_t mark(
    size_t n_text, const int32_t text[], int32_t word, uint8_t *mask)
{
    size_t m = 0;
    for (size_t i = 0; i < n_text; i++)
        m += mask[i] = text[i] == word;
    return m;
}

static double value(size_t n_text, const uint8_t *mask, size_t m, size_t t)
{
    size_t sum = 0;
    for (size_t i = 1; i + t < n_text; i++)
        sum += mask[i] && mask[i + t];
    return m == 0 ? 0 : (double)sum / (double)m;
}

void acf(size_t n_text, const int32_t text[], size_t n_words,
    const int32_t words[], size_t n_lags, double *out, int n_workers)
{
    size_t m;
#pragma omp parallel for num_threads(n_workers) schedule(dynamic)
    for (size_t w = 0; w < n_words; w++) {
        uint8_t *mask = malloc(n_text + 1);
        if (mask == NULL)
            abort();
        m = mark(n_text, text, words[w], mask);
        for (size_t t = 0; t < n_lags; t++)
            out[w * n_lags + t] = value(n_text, mask, m, t);
        free(mask);
    }
}
