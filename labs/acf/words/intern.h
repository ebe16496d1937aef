/* SPDX-License-Identifier: MIT */
#ifndef WORDS_INTERN_H
#define WORDS_INTERN_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "words.h"

/** @file
 *  A text under construction: every new word gets the next number, every
 *  known word its own again. */

/** A place of the hash table. */
struct intern_slot {
    uint64_t key;
    uint32_t length; /**< bytes of the word; 0 when the slot is free */
    int32_t word; /**< its number */
};

struct intern {
    struct intern_slot *slots;
    unsigned slot_bits; /**< there are 2^slot_bits slots */
    size_t n_distinct;
    size_t *count; /**< by number */
    size_t count_capacity;
    size_t *offset; /**< of the first letter of each word, by number */
    size_t offset_capacity;
    char *letters; /**< all spellings, each with a NUL */
    size_t n_letters;
    size_t letters_capacity;
    int32_t *ids;
    size_t n_words;
    size_t ids_capacity;
};

/** Bytes that may be read after the end of a word that is added. */
enum { INTERN_SLACK_BYTES = 8 };

/** The eight bytes at @p text as a number, the first one lowest. */
static inline uint64_t intern_load(const char *text)
{
    uint64_t bytes;
    memcpy(&bytes, text, sizeof bytes);
    return le64toh(bytes);
}

/** Start an empty text.
 *  @return 0; -1 out of memory. */
int intern_start(struct intern *intern);

/** Append a word to the text.
 *  @param word  1 … UINT32_MAX bytes without a NUL, followed by
 *               INTERN_SLACK_BYTES readable bytes of any kind.
 *  @return 0; -1 out of memory. */
int intern_add(struct intern *intern, const char *word, size_t length);

/** Number the words by rank and hand everything over.
 *  @return  new; the text under construction is empty afterwards;
 *  @return  NULL: out of memory. */
struct words *intern_finish(struct intern *intern);

/** Release a text under construction. */
void intern_free(struct intern *intern);

#endif
