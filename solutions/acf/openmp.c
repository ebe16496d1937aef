/* SPDX-License-Identifier: MIT */
#include "openmp.h"

#include <stdio.h>
#include <stdlib.h>

//> solution
/* Every pair of a word and a lag is independent of all others and costs
 * nearly the same, so each worker gets an equal share of the pairs in order.
 * The pairs of one word follow each other: a worker makes the mask of a word
 * when it comes to its first pair, and keeps it for the next ones. A word
 * whose pairs are shared by two workers gets two masks; that is cheaper than
 * waiting for each other. Nothing is written by two workers. */
//> skeleton
//| /* Complete acf() so that it keeps the contract in openmp.h. The functions
//|  * before it are yours to use; the handout has the steps. */
//> end

/* The number of places where both a and b are 1. Sums of 16 bits are enough
 * for a block of 65,535 places, and four times as many of them as of 64 bits
 * fit into a vector register. */
static inline size_t count_both(size_t n, const uint8_t *a, const uint8_t *b)
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

/* Mark where the word stands. @return how often it occurs. */
static inline size_t make_mask(
    size_t n_text, const int32_t text[], int32_t word, uint8_t *mask)
{
    for (size_t i = 0; i < n_text; i++)
        mask[i] = text[i] == word;
    return count_both(n_text, mask, mask);
}

/* One value: the word of this mask, which occurs m times, at lag t. */
static inline double acf_at(
    size_t n_text, const uint8_t *mask, size_t m, size_t t)
{
    if (m == 0 || n_text < 2 || t > n_text - 2)
        return 0;
    const size_t n_terms = n_text - 1 - t; /* i = 1 … n_text - t - 1 */
    return (double)count_both(n_terms, mask + 1, mask + 1 + t) / (double)m;
}

static inline void *allocate(size_t n_bytes)
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
    //> solution
#pragma omp parallel num_threads(n_workers) default(none)                      \
    shared(n_text, text, n_words, words, n_lags, out)
    {
        uint8_t *mask = allocate(n_text);
        size_t masked = n_words; /* the word that mask is of: none yet */
        size_t m = 0;
#pragma omp for schedule(static)
        for (size_t pair = 0; pair < n_words * n_lags; pair++) {
            const size_t w = pair / n_lags;
            const size_t t = pair % n_lags;
            if (w != masked)
                m = make_mask(n_text, text, words[w], mask);
            masked = w;
            out[pair] = acf_at(n_text, mask, m, t);
        }
        free(mask);
    }
    //> skeleton
    //| // TODO(1): without threads first: for every word make its mask, and for
    //| // every lag call acf_at(). Check: all cases should pass.
    //| // TODO(2): which of your loops have independent rounds? What must every
    //| // worker have of its own?
    //| // TODO(3): what happens with 1 word and 100 lags on 4 workers?
    //| (void)n_text, (void)text, (void)n_words, (void)words;
    //| (void)n_lags, (void)out, (void)n_workers;
    //> end
}
