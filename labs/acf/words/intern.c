/* SPDX-License-Identifier: MIT */
#include "intern.h"

#include <stdlib.h>

/* A hash table with open addressing: a word sits in the first free slot at
 * or after the one that its key names. At most half of the slots are taken,
 * so a search is short and always ends. The key of a word of up to eight bytes
 * is the word itself, so that one look at one slot settles whether it is
 * known; the key of a longer one is a hash. The spellings lie in one block and
 * are known by their offsets, because the block moves when it grows. */

enum { FIRST_SLOT_BITS = 12, FIRST_CAPACITY = 4096, KEY_BYTES = 8 };

/* Odd, so that no two keys have the same product modulo 2^64. */
#define SPREAD UINT64_C(0x9E3779B97F4A7C15)

static uint64_t key_of(const char *word, size_t length)
{
    uint64_t key = 0;
    for (; length > KEY_BYTES; word += KEY_BYTES, length -= KEY_BYTES)
        key = (key ^ intern_load(word)) * SPREAD;
    const uint64_t used = UINT64_MAX >> (8 * (KEY_BYTES - length));
    return key ^ (intern_load(word) & used);
}

static size_t home_of(const struct intern *intern, uint64_t key)
{
    /* The upper bits of a product depend on all bits of the key.
     * Source: Knuth, The Art of Computer Programming, volume 3, 6.4,
     * multiplicative hashing. */
    return key * SPREAD >> (64 - intern->slot_bits);
}

static struct intern_slot *new_slots(unsigned slot_bits)
{
    return calloc((size_t)1 << slot_bits, sizeof(struct intern_slot));
}

/* Make room for n_items. Doubling keeps the copying linear in all. */
static void *grown(
    void *array, size_t n_items, size_t *capacity, size_t item_bytes)
{
    if (n_items <= *capacity)
        return array;
    const size_t wanted =
        n_items < FIRST_CAPACITY ? FIRST_CAPACITY : 2 * n_items;
    void *larger = realloc(array, wanted * item_bytes);
    if (larger != NULL)
        *capacity = wanted;
    return larger;
}

int intern_start(struct intern *intern)
{
    *intern = (struct intern){.slot_bits = FIRST_SLOT_BITS};
    intern->slots = new_slots(intern->slot_bits);
    return intern->slots != NULL ? 0 : -1;
}

void intern_free(struct intern *intern)
{
    free(intern->slots);
    free(intern->count);
    free(intern->offset);
    free(intern->letters);
    free(intern->ids);
    *intern = (struct intern){0};
}

static int double_slots(struct intern *intern)
{
    const size_t n_old = (size_t)1 << intern->slot_bits;
    struct intern_slot *old = intern->slots;
    struct intern_slot *slots = new_slots(intern->slot_bits + 1);
    if (slots == NULL)
        return -1;
    intern->slot_bits++;
    intern->slots = slots;
    const size_t mask = 2 * n_old - 1;
    for (size_t i = 0; i < n_old; i++) {
        if (old[i].length == 0)
            continue;
        size_t at = home_of(intern, old[i].key);
        while (slots[at].length != 0)
            at = (at + 1) & mask;
        slots[at] = old[i];
    }
    free(old);
    return 0;
}

/* Copy a new word's spelling and give it the next number. */
static int append_word(struct intern *intern, const char *word, size_t length)
{
    const size_t number = intern->n_distinct;
    const size_t first = intern->n_letters;
    char *letters = grown(
        intern->letters, first + length + 1, &intern->letters_capacity, 1);
    if (letters == NULL)
        return -1;
    intern->letters = letters;
    size_t *count = grown(
        intern->count, number + 1, &intern->count_capacity, sizeof *count);
    if (count == NULL)
        return -1;
    intern->count = count;
    size_t *offset = grown(
        intern->offset, number + 1, &intern->offset_capacity, sizeof *offset);
    if (offset == NULL)
        return -1;
    intern->offset = offset;
    memcpy(letters + first, word, length);
    letters[first + length] = '\0';
    intern->n_letters = first + length + 1;
    count[number] = 0;
    offset[number] = first;
    intern->n_distinct++;
    return 0;
}

static int append_id(struct intern *intern, int32_t id)
{
    int32_t *ids = grown(
        intern->ids, intern->n_words + 1, &intern->ids_capacity, sizeof *ids);
    if (ids == NULL)
        return -1;
    intern->ids = ids;
    ids[intern->n_words++] = id;
    intern->count[id]++;
    return 0;
}

int intern_add(struct intern *intern, const char *word, size_t length)
{
    const uint64_t key = key_of(word, length);
    const size_t mask = ((size_t)1 << intern->slot_bits) - 1;
    size_t at = home_of(intern, key);
    for (;; at = (at + 1) & mask) {
        const struct intern_slot *slot = &intern->slots[at];
        if (slot->length == 0)
            break;
        if (slot->key == key && slot->length == length &&
            (length <= KEY_BYTES ||
                memcmp(intern->letters + intern->offset[slot->word], word,
                    length) == 0))
            return append_id(intern, slot->word);
    }
    const int32_t id = (int32_t)intern->n_distinct;
    if (append_word(intern, word, length) != 0)
        return -1;
    intern->slots[at] = (struct intern_slot){key, (uint32_t)length, id};
    if (2 * intern->n_distinct > mask && double_slots(intern) != 0)
        return -1;
    return append_id(intern, id);
}
