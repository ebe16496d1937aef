/* SPDX-License-Identifier: MIT */
#include "intern.h"

#include <stdlib.h>

/* From numbers in order of first appearance to numbers by rank. A counting
 * sort: it is linear, and it is stable, so that of equally frequent words
 * the one that appeared first stays first. */

/* Find rank[i] for every word i. Words with a higher count come first. */
static int find_ranks(const struct intern *intern, int32_t *rank)
{
    size_t highest = 0;
    for (size_t i = 0; i < intern->n_distinct; i++)
        if (intern->count[i] > highest)
            highest = intern->count[i];
    size_t *next = calloc(highest + 1, sizeof *next);
    if (next == NULL)
        return -1;
    for (size_t i = 0; i < intern->n_distinct; i++)
        next[intern->count[i]]++;
    /* From "how many words have this count" to "the first rank of these". */
    size_t first = 0;
    for (size_t count = highest; count > 0; count--) {
        const size_t n = next[count];
        next[count] = first;
        first += n;
    }
    for (size_t i = 0; i < intern->n_distinct; i++)
        rank[i] = (int32_t)next[intern->count[i]]++;
    free(next);
    return 0;
}

struct words *intern_finish(struct intern *intern)
{
    /* One more than needed: an empty text is no special case. */
    const size_t n = intern->n_distinct;
    int32_t *rank = malloc((n + 1) * sizeof *rank);
    struct words *words = calloc(1, sizeof *words);
    if (rank == NULL || words == NULL || find_ranks(intern, rank) != 0)
        goto broken;
    words->spelling = malloc((n + 1) * sizeof *words->spelling);
    words->count = malloc((n + 1) * sizeof *words->count);
    if (words->spelling == NULL || words->count == NULL)
        goto broken;
    words->n_words = intern->n_words;
    words->n_distinct = n;
    words->ids = intern->ids;
    words->letters = intern->letters;
    intern->ids = NULL;
    intern->letters = NULL;
    for (size_t i = 0; i < n; i++) {
        words->spelling[rank[i]] = words->letters + intern->offset[i];
        words->count[rank[i]] = intern->count[i];
    }
    for (size_t i = 0; i < words->n_words; i++)
        words->ids[i] = rank[words->ids[i]];
    free(rank);
    intern_free(intern);
    return words;
broken:
    free(rank);
    words_free(words);
    return NULL;
}

void words_free(struct words *words)
{
    if (words == NULL)
        return;
    free(words->ids);
    free(words->spelling);
    free(words->count);
    free(words->letters);
    free(words);
}
