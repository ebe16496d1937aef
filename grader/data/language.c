/* SPDX-License-Identifier: MIT */
#include "grader/data/language.h"

#include <search.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/fail.h"
#include "grader/base/mem.h"

/* Words are drawn by the alias method: the odds are cut up and laid into
 * columns of equal height, each of which holds at most two words, so that a
 * draw looks at one column. The odds are whole numbers that add up to 2^47
 * exactly, and a column is 2^32 high; nothing is ever rounded while drawing.
 * Source: A. Walker, "An efficient method for generating discrete random
 * variables with general distributions", ACM TOMS 3 (1977); the filling of
 * the columns in linear time: M. Vose, IEEE Trans. Softw. Eng. 17 (1991). */

enum { WORD_BITS = 15, HEIGHT_BITS = 32 };

_Static_assert(DATA_WORDS == 1 << WORD_BITS, "a column for each word");

static const uint64_t all_odds = UINT64_C(1) << (WORD_BITS + HEIGHT_BITS);

/* The word of this column below the threshold, the alias above it. */
struct column {
    uint32_t threshold;
    uint32_t alias;
};

struct data_language {
    struct column columns[DATA_WORDS];
    struct data_spelling spellings[DATA_WORDS];
};

/* 2^40 / (r + 2.7), rounded down. */
static uint64_t share_of(uint32_t rank)
{
    return (UINT64_C(10) << 40) / (10 * (uint64_t)(rank + 1) + 27);
}

static uint64_t sum_of_shares(void)
{
    static uint64_t sum;
    for (uint32_t rank = 0, n = sum == 0 ? DATA_WORDS : 0; rank < n; rank++)
        sum += share_of(rank);
    return sum;
}

static uint64_t rounded_odds(uint32_t rank)
{
    return (uint64_t)((unsigned __int128)share_of(rank) * all_odds /
                      sum_of_shares());
}

uint64_t data_language_odds(uint32_t rank)
{
    if (rank > 0)
        return rounded_odds(rank);
    /* The first word gets what the rounding of the others left over. */
    uint64_t odds = all_odds;
    for (uint32_t other = 1; other < DATA_WORDS; other++)
        odds -= rounded_odds(other);
    return odds;
}

/* A low column is filled up from a high one, which thereby may become low
 * itself. Odds fall with the rank, so the high ones come first. */
static void fill_columns(struct column columns[DATA_WORDS])
{
    const uint64_t height = UINT64_C(1) << HEIGHT_BITS;
    uint64_t *left = mem_new(DATA_WORDS, sizeof *left);
    uint32_t *low = mem_new(DATA_WORDS, sizeof *low);
    size_t n_low = 0;
    uint32_t high = 0;
    for (uint32_t rank = 0; rank < DATA_WORDS; rank++) {
        left[rank] = data_language_odds(rank);
        columns[rank].alias = rank;
        if (left[rank] < height)
            low[n_low++] = rank;
    }
    while (n_low > 0) {
        const uint32_t rank = low[--n_low];
        columns[rank].threshold = (uint32_t)left[rank];
        columns[rank].alias = high;
        left[high] -= height - left[rank];
        if (left[high] < height)
            low[n_low++] = high++;
    }
    free(left);
    free(low);
}

static void append(struct data_spelling *word, const char *letters)
{
    const size_t n = strlen(letters);
    memcpy(word->letters + word->n_bytes, letters, n);
    word->n_bytes = (uint8_t)(word->n_bytes + n);
}

#define PICK(array, random)                                                    \
    ((array)[random_below(random, sizeof(array) / sizeof *(array))])

/* Up to six bytes. */
static void append_syllable(
    struct data_spelling *word, struct random *random, bool may_be_foreign)
{
    static const char *const onsets[] = {"", "", "b", "d", "f", "g", "h", "k",
        "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "sh", "st", "tr"};
    static const char *const vowels[] = {
        "a", "a", "e", "e", "e", "i", "i", "o", "o", "u", "ai", "ou"};
    static const char *const foreign[] = {u8"\u00e9", u8"\u00e8", u8"\u00f6",
        u8"\u00fc", u8"\u00e5", u8"\u00f8", u8"\u00ea", u8"\u00e4"};
    static const char *const codas[] = {
        "", "", "", "", "", "", "", "", "n", "r", "s", "l"};
    append(word, PICK(onsets, random));
    if (may_be_foreign && random_below(random, 32) == 0)
        append(word, PICK(foreign, random));
    else
        append(word, PICK(vowels, random));
    append(word, PICK(codas, random));
}

static int by_spelling(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct data_spelling));
}

/* Frequent words are short, as in every language. */
static void spell(
    struct data_spelling *word, uint32_t rank, struct random *random)
{
    const int n_syllables = rank < 64 ? 1 : rank < 4096 ? 2 : 3;
    memset(word, 0, sizeof *word);
    for (int i = 0; i < n_syllables; i++)
        append_syllable(word, random, rank >= 64);
}

static void keep(void *item)
{
    (void)item; /* the tree's items belong to the language */
}

struct data_language *data_language_new(uint64_t seed)
{
    struct data_language *language = mem_new(1, sizeof *language);
    struct random random = random_stream(seed, "language");
    void *tree = NULL;
    fill_columns(language->columns);
    for (uint32_t rank = 0; rank < DATA_WORDS; rank++) {
        struct data_spelling *word = &language->spellings[rank];
        struct data_spelling *const *place;
        do {
            spell(word, rank, &random);
            place = tsearch(word, &tree, by_spelling);
            if (place == NULL)
                fail_grader("out of memory");
        } while (*place != word);
    }
    tdestroy(tree, keep);
    return language;
}

void data_language_free(struct data_language *language)
{
    free(language);
}

uint32_t data_language_draw(
    const struct data_language *language, struct random *random)
{
    const uint64_t draw = random_u64(random);
    const uint32_t rank = (uint32_t)(draw >> (64 - WORD_BITS));
    const struct column *column = &language->columns[rank];
    return (uint32_t)draw < column->threshold ? rank : column->alias;
}

const struct data_spelling *data_language_spelling(
    const struct data_language *language, uint32_t rank)
{
    return &language->spellings[rank];
}
