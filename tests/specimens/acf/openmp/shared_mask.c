/* expect: points<=30 fails=text diagnosis=race */
/* SPDX-License-Identifier: MIT */
#include "openmp.h"

#include <stdlib.h>

/* One mask for all workers: each overwrites what the others still read. */

static double value(size_t n_text, const uint8_t *mask, size_t first, size_t t)
{
    size_t m = 0, sum = 0;
    for (size_t i = 0; i < n_text; i++)
        m += mask[i];
    for (size_t i = first; i + t < n_text; i++)
        sum += mask[i] && mask[i + t];
    return m == 0 ? 0 : (double)sum / (double)m;
}

void acf(size_t n_text, const int32_t text[], size_t n_words,
    const int32_t words[], size_t n_lags, double *out, int n_workers)
{
    uint8_t *mask = malloc(n_text + 1);
    if (mask == NULL)
        abort();
#pragma omp parallel for num_threads(n_workers) schedule(dynamic)
    for (size_t w = 0; w < n_words; w++) {
        for (size_t t = 0; t < n_lags; t++) {
            for (size_t i = 0; i < n_text; i++)
                mask[i] = text[i] == words[w];
            out[w * n_lags + t] = value(n_text, mask, 1, t);
        }
    }
    free(mask);
}
