/* SPDX-License-Identifier: MIT */
#include "words.h"

#include "intern.h"

/* A made-up text. A word is drawn in two steps: one of 14 octaves with equal
 * odds, then one of the 2^octave words in it. So word k has odds near
 * 1 / (14 k), which is Zipf's law, with whole numbers only. One word in four
 * is instead a repetition of one of the 64 words before it: that makes the
 * bursts that autocorrelation shows. */

enum { OCTAVES = 14, MEMORY = 64, BURSTS = 4, SYLLABLES = 8 };

/* Source: SplitMix64, Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", OOPSLA 2014. */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* A number in 0 … n - 1. The odds differ by less than n in 2^32. */
static uint32_t draw_below(uint64_t *state, uint32_t n)
{
    return (uint32_t)(((draw(state) >> 32) * n) >> 32);
}

/* Give word k >= 1 a spelling of its own that can be said: k to the base 75,
 * each digit a consonant and a vowel. */
static size_t spell(uint32_t k, char text[2 * SYLLABLES])
{
    static const char consonants[] = "bdfgklmnprstvwz";
    static const char vowels[] = "aeiou";
    size_t length = 0;
    for (; k > 0; k /= 75) {
        text[length++] = consonants[k % 75 / 5];
        text[length++] = vowels[k % 5];
    }
    return length;
}

static int add_spelled(struct intern *intern, uint32_t k)
{
    char word[2 * SYLLABLES + INTERN_SLACK_BYTES] = {0};
    const size_t length = spell(k, word);
    return intern_add(intern, word, length);
}

struct words *words_generate(
    uint64_t seed, size_t n_words, char message[WORDS_MESSAGE_BYTES])
{
    struct words *words = NULL;
    struct intern intern;
    uint32_t recent[MEMORY];
    int outcome = intern_start(&intern);
    for (size_t i = 0; outcome == 0 && i < n_words; i++) {
        uint32_t k;
        if (i >= MEMORY && draw_below(&seed, BURSTS) == 0) {
            k = recent[draw_below(&seed, MEMORY)];
        } else {
            const uint32_t octave = UINT32_C(1) << draw_below(&seed, OCTAVES);
            k = octave + draw_below(&seed, octave);
        }
        recent[i % MEMORY] = k;
        outcome = add_spelled(&intern, k);
    }
    if (outcome == 0)
        words = intern_finish(&intern);
    if (words == NULL)
        snprintf(message, WORDS_MESSAGE_BYTES, "out of memory");
    intern_free(&intern);
    return words;
}
