/* expect: points=60 diagnosis=none */
/* SPDX-License-Identifier: MIT */
#include "openmp.h"

#include <stdio.h>
#include <stdlib.h>

/* Right: no masks at all. The places of a word are listed, and two pointers
 * walk over the list for every lag: the fewer places, the faster. One task
 * for each word makes the list and then one task for each lag. */

/* @return how many. */
static size_t find_places(
    size_t n_text, const int32_t text[], int32_t word, size_t *places)
{
    size_t n = 0;
    for (size_t i = 0; i < n_text; i++)
        if (text[i] == word)
            places[n++] = i;
    return n;
}

static double acf_at(size_t n, const size_t *places, size_t t)
{
    size_t n_pairs = 0;
    for (size_t i = 0, j = 0; i < n; i++) {
        while (j < n && places[j] < places[i] + t)
            j++;
        if (j == n)
            break;
        n_pairs += places[i] >= 1 && places[j] == places[i] + t;
    }
    return n == 0 ? 0 : (double)n_pairs / (double)n;
}

static void acf_of_word(size_t n_text, const int32_t text[], int32_t word,
    size_t n_lags, double *out)
{
    size_t *places = malloc((n_text + 1) * sizeof *places);
    if (places == NULL) {
        perror("acf: no memory for places");
        abort();
    }
    const size_t n = find_places(n_text, text, word, places);
#pragma omp taskloop grainsize(4)
    for (size_t t = 0; t < n_lags; t++)
        out[t] = acf_at(n, places, t);
    free(places);
}

void acf(size_t n_text, const int32_t text[], size_t n_words,
    const int32_t words[], size_t n_lags, double *out, int n_workers)
{
#pragma omp parallel num_threads(n_workers)
#pragma omp single
    for (size_t w = 0; w < n_words; w++) {
#pragma omp task firstprivate(w)
        acf_of_word(n_text, text, words[w], n_lags, out + w * n_lags);
    }
}
