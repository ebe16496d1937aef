/* SPDX-License-Identifier: MIT */
#include "openmp.h"

#include <stdio.h>
#include <stdlib.h>

/* The serial baseline: the direct method as fast as plain C does it. A mask
 * is made once for a word; the inner loop is one that the compiler turns into
 * vector instructions. */

/* The number of places where both a and b are 1. Sums of 16 bits are enough
 * for a block of 65,535 places, and four times as many of them as of 64 bits
 * fit into a vector register. */
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

//> show word
static void acf_of_word(
    size_t n_text, const uint8_t *mask, size_t n_lags, double *out)
{
    const size_t m = count_both(n_text, mask, mask);
    for (size_t t = 0; t < n_lags; t++) {
        out[t] = 0;
        if (m > 0 && t + 1 < n_text)
            out[t] =
                (double)count_both(n_text - 1 - t, mask + 1, mask + 1 + t) /
                (double)m;
    }
}
//> end show

void acf(size_t n_text, const int32_t text[], size_t n_words,
    const int32_t words[], size_t n_lags, double *out, int n_workers)
{
    (void)n_workers;
    uint8_t *mask = malloc(n_text + 1);
    if (mask == NULL) {
        perror("acf: no memory for a mask");
        abort();
    }
    for (size_t w = 0; w < n_words; w++) {
        for (size_t i = 0; i < n_text; i++)
            mask[i] = text[i] == words[w];
        acf_of_word(n_text, mask, n_lags, out + w * n_lags);
    }
    free(mask);
}
