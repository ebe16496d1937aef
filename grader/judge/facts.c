/* SPDX-License-Identifier: MIT */
#include "grader/judge/facts.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* Any single whole number among the inputs may be what the candidate shares
 * out: which one it is shows in the cases that fail. */

void facts_note_call(
    struct facts *facts, const struct frame *frame, int n_workers)
{
    size_t n_fields;
    const struct frame_field *fields = frame_fields(frame, &n_fields);
    facts->n_workers = n_workers;
    facts->n_counts = 0;
    for (size_t i = 0; i < n_fields; i++) {
        const struct frame_field *field = &fields[i];
        if (field->use != FRAME_INPUT || field->type != FRAME_U64 ||
            field->count != 1 || facts->n_counts == FACTS_COUNTS_MAX)
            continue;
        struct fact_count *count = &facts->counts[facts->n_counts++];
        snprintf(count->name, sizeof count->name, "%s", field->name);
        const uint64_t *value = frame_data(frame, field->name, FRAME_U64, NULL);
        count->value = *value;
        /* A function that one process calls for all of them. */
        if (strcmp(field->name, "n_ranks") == 0 && *value < INT_MAX)
            facts->n_workers = (int)*value;
    }
}

/* FNV-1a over words instead of bytes, since there may be millions: it only
 * has to tell two answers of one program apart.
 * Source: G. Fowler, L. C. Noll, K.-P. Vo, the FNV hash. */
static uint64_t add_bytes(uint64_t digest, const void *bytes, size_t n_bytes)
{
    const uint64_t prime = UINT64_C(0x100000001b3);
    const unsigned char *next = bytes;
    for (; n_bytes >= sizeof(uint64_t); n_bytes -= sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, next, sizeof word);
        digest = (digest ^ word) * prime;
        digest ^= digest >> 32;
        next += sizeof word;
    }
    for (; n_bytes > 0; n_bytes--)
        digest = (digest ^ *next++) * prime;
    return digest;
}

static uint64_t digest_fields(
    uint64_t digest, const struct frame *frame, bool has_outputs)
{
    size_t n_fields, n;
    const struct frame_field *fields = frame_fields(frame, &n_fields);
    for (size_t i = 0; i < n_fields; i++) {
        const struct frame_field *field = &fields[i];
        if (field->use == FRAME_INPUT ||
            (field->use == FRAME_OUTPUT && !has_outputs))
            continue;
        const void *items = frame_data(frame, field->name, field->type, &n);
        digest = add_bytes(digest, items, n * frame_item_bytes(field->type));
    }
    return digest;
}

uint64_t facts_digest(uint64_t digest, const struct frame *frame)
{
    return digest_fields(digest, frame, true);
}

uint64_t facts_digest_updates(const struct frame *frame)
{
    return digest_fields(0, frame, false);
}

static bool has_pattern(const unsigned char *bytes, size_t n_bytes)
{
    for (size_t i = 0; i < n_bytes; i++)
        if (bytes[i] != FRAME_PATTERN)
            return false;
    return true;
}

/* Whether there is nothing but zeros, as in memory that nobody has written. */
static bool is_zero(const unsigned char *bytes, size_t n_bytes)
{
    for (size_t i = 0; i < n_bytes; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

/* Whether an output is as it was filled, or a copy of an input, which the
 * candidate was to change in place, or of memory of which only a child's copy
 * was written. Behind it may be a few items that belong to nobody. */
static bool is_as_before(
    const struct frame *frame, const struct frame_field *output)
{
    enum { MANY = 8 }; /* items that are not zeros by chance */
    size_t n_fields, n_before, n;
    const size_t item_bytes = frame_item_bytes(output->type);
    const struct frame_field *fields = frame_fields(frame, &n_fields);
    const unsigned char *after =
        frame_data(frame, output->name, output->type, &n);
    if (has_pattern(after, n * item_bytes))
        return true;
    for (size_t i = 0; i < n_fields; i++) {
        if (fields[i].use != FRAME_INPUT || fields[i].type != output->type)
            continue;
        const void *before =
            frame_data(frame, fields[i].name, fields[i].type, &n_before);
        if (n_before >= MANY && n_before <= n &&
            (memcmp(before, after, n_before * item_bytes) == 0 ||
                is_zero(after, n_before * item_bytes)) &&
            has_pattern(
                after + n_before * item_bytes, (n - n_before) * item_bytes))
            return true;
    }
    return false;
}

bool facts_is_untouched(const struct frame *frame, uint64_t updates)
{
    size_t n_fields;
    const struct frame_field *fields = frame_fields(frame, &n_fields);
    if (facts_digest_updates(frame) != updates)
        return false;
    /* Small ones are what the calls file fills in: how functions returned. */
    size_t most = 0;
    bool is_untouched = true;
    for (size_t i = 0; i < n_fields; i++) {
        const struct frame_field *field = &fields[i];
        if (field->use != FRAME_OUTPUT)
            continue;
        const size_t n_bytes = field->count * frame_item_bytes(field->type);
        if (n_bytes > most) {
            most = n_bytes;
            is_untouched = is_as_before(frame, field);
        }
    }
    return is_untouched;
}
