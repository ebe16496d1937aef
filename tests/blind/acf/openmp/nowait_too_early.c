/* expect: diagnosis=race */
/* SPDX-License-Identifier: MIT */
#include "openmp.h"

#include <stdio.h>
#include <stdlib.h>

/* Wrong: one thread makes the mask that all use. With nowait the others do
 * not wait until it is made. */

/* The number of places where both a and b are 1. */
static size_t count_both(size_t n, const uint8_t *a, const uint8_t *b)
{
    size_t total = 0;
    while (n > 0) {
        const size_t block = n < UINT16_MAX ? n : UINT16_MAX;
        uint16_t sum = 0;
        for (size_t i = 0; i < block; i++)
            sum += a[i] & b[i];
        total += sum;
        a += block;
        b += block;
        n -= block;
    }
    return total;
}

static size_t make_mask(
    size_t n_text, const int32_t text[], int32_t word, uint8_t *mask)
{
    for (size_t i = 0; i < n_text; i++)
        mask[i] = text[i] == word;
    return count_both(n_text, mask, mask);
}

static double acf_at(size_t n_text, const uint8_t *mask, size_t m, size_t t)
{
    if (m == 0 || n_text < 2 || t > n_text - 2)
        return 0;
    const size_t n_terms = n_text - 1 - t;
    return (double)count_both(n_terms, mask + 1, mask + 1 + t) / (double)m;
}

static void *allocate(size_t n_bytes)
{
    void *memory = malloc(n_bytes + 1);
    if (memory == NULL) {
        perror("acf: no memory for a mask");
        abort();
    }
    return memory;
}

void acf(size_t n_text, const int32_t text[], size_t n_words,
    const int32_t words[], size_t n_lags, double *out, int n_workers)
{
    uint8_t *mask = allocate(n_text);
    size_t m = 0;
#pragma omp parallel num_threads(n_workers)
    for (size_t w = 0; w < n_words; w++) {
#pragma omp single nowait
        m = make_mask(n_text, text, words[w], mask);
#pragma omp for
        for (size_t t = 0; t < n_lags; t++)
            out[w * n_lags + t] = acf_at(n_text, mask, m, t);
    }
    free(mask);
}
