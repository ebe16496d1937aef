/* SPDX-License-Identifier: MIT */
#include "grader/channel/frame.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/fail.h"
#include "grader/base/mem.h"

/* The judge's side of a frame: every field has private memory of its own,
 * so that pointers stay good while fields are added. Offsets and sizes are
 * taken from here alone, never from shared memory. Before, between and behind
 * the fields of a packed frame some bytes are nobody's. */

struct frame {
    struct frame_head head;
    unsigned char *memory[FRAME_FIELDS_MAX]; /* what data lies in */
    unsigned char *data[FRAME_FIELDS_MAX]; /* aligned */
    unsigned char *returned[FRAME_FIELDS_MAX]; /* updates after a call */
};

size_t frame_item_bytes(enum frame_type type)
{
    switch (type) {
    case FRAME_U8:
        return 1;
    case FRAME_I32:
        return 4;
    case FRAME_I64:
    case FRAME_U64:
    case FRAME_F64:
        return 8;
    }
    fail_grader("a frame field of unknown type %d", (int)type);
}

static size_t aligned(size_t size_bytes)
{
    return (size_bytes + FRAME_ALIGN_BYTES - 1) / FRAME_ALIGN_BYTES *
           FRAME_ALIGN_BYTES;
}

static void name_copy(char to[FRAME_NAME_BYTES], const char *name)
{
    const size_t n = strlen(name);
    if (n == 0 || n >= FRAME_NAME_BYTES)
        fail_grader("the name \"%s\" does not fit into a frame", name);
    memcpy(to, name, n + 1);
}

struct frame *frame_new(const char *entry)
{
    struct frame *frame = mem_new(1, sizeof *frame);
    frame->head.magic = FRAME_MAGIC;
    frame->head.repeats = 1;
    frame->head.n_workers = 1;
    frame->head.size_bytes = aligned(sizeof frame->head + FRAME_ALIGN_BYTES);
    name_copy(frame->head.entry, entry);
    return frame;
}

void frame_free(struct frame *frame)
{
    if (frame == NULL)
        return;
    for (uint32_t i = 0; i < frame->head.n_fields; i++) {
        free(frame->memory[i]);
        free(frame->returned[i]);
    }
    free(frame);
}

static size_t field_bytes(const struct frame_field *field)
{
    return field->count * frame_item_bytes(field->type);
}

/* Memory for a field. A large one has a whole number of MiB, so that one that
 * was released fits the next case, whose arrays are as long but for a few
 * items; aligned_alloc() would not take it for that. */
static void new_data(struct frame *frame, uint32_t i, size_t n_bytes)
{
    enum { LARGE = 1 << 20 };
    const size_t room =
        n_bytes < LARGE ? n_bytes : (n_bytes + LARGE - 1) / LARGE * LARGE;
    frame->memory[i] = mem_bytes(room + FRAME_ALIGN_BYTES);
    const size_t at = (uintptr_t)frame->memory[i] % FRAME_ALIGN_BYTES;
    frame->data[i] = frame->memory[i] + (FRAME_ALIGN_BYTES - at);
}

static void *add(struct frame *frame, const char *name, enum frame_type type,
    enum frame_use use, size_t count)
{
    if (frame->head.n_fields == FRAME_FIELDS_MAX)
        fail_grader("a frame with more than %d fields", FRAME_FIELDS_MAX);
    if (count > SIZE_MAX / 16 / frame_item_bytes(type))
        fail_grader("the frame field %s is too large", name);
    const uint32_t i = frame->head.n_fields++;
    struct frame_field *field = &frame->head.fields[i];
    name_copy(field->name, name);
    field->type = type;
    field->use = use;
    field->count = count;
    field->offset = frame->head.size_bytes;
    const size_t room = aligned(field_bytes(field) + FRAME_ALIGN_BYTES);
    frame->head.size_bytes += room;
    new_data(frame, i, room);
    if (use != FRAME_OUTPUT) /* which is written whole before it is read */
        memset(frame->data[i], 0, room);
    return frame->data[i];
}

void frame_count(struct frame *frame, const char *name, uint64_t value)
{
    memcpy(add(frame, name, FRAME_U64, FRAME_INPUT, 1), &value, sizeof value);
}

void frame_number(struct frame *frame, const char *name, double value)
{
    memcpy(add(frame, name, FRAME_F64, FRAME_INPUT, 1), &value, sizeof value);
}

void *frame_input(
    struct frame *frame, const char *name, enum frame_type type, size_t count)
{
    return add(frame, name, type, FRAME_INPUT, count);
}

void *frame_update(
    struct frame *frame, const char *name, enum frame_type type, size_t count)
{
    return add(frame, name, type, FRAME_UPDATE, count);
}

void frame_output(
    struct frame *frame, const char *name, enum frame_type type, size_t count)
{
    add(frame, name, type, FRAME_OUTPUT, count);
}

const void *frame_data(const struct frame *frame, const char *name,
    enum frame_type type, size_t *count)
{
    for (uint32_t i = 0; i < frame->head.n_fields; i++) {
        const struct frame_field *field = &frame->head.fields[i];
        if (strcmp(field->name, name) != 0 || field->type != type)
            continue;
        if (count != NULL)
            *count = field->count;
        return frame->returned[i] != NULL ? frame->returned[i] : frame->data[i];
    }
    fail_grader("the frame of %s has no field %s of this type",
        frame->head.entry, name);
}

void frame_set_repeats(struct frame *frame, size_t repeats)
{
    assert(repeats >= 1);
    frame->head.repeats = repeats;
}

void frame_set_workers(struct frame *frame, int n_workers)
{
    assert(n_workers >= 0);
    frame->head.n_workers = (uint32_t)n_workers;
}

int frame_workers(const struct frame *frame)
{
    return (int)frame->head.n_workers;
}

size_t frame_packed_bytes(const struct frame *frame)
{
    return frame->head.size_bytes;
}

void frame_pack(const struct frame *frame, bool is_withheld, void *shared)
{
    unsigned char *to = shared;
    memcpy(to, &frame->head, sizeof frame->head);
    for (uint32_t i = 0; i < frame->head.n_fields; i++) {
        const struct frame_field *field = &frame->head.fields[i];
        const size_t n = field_bytes(field);
        if (field->use == FRAME_OUTPUT)
            memset(to + field->offset, FRAME_PATTERN, n);
        else if (is_withheld && field->count > 1)
            memset(to + field->offset, 0, n);
        else
            memcpy(to + field->offset, frame->data[i], n);
    }
}

const char *frame_unpack(struct frame *frame, const void *shared)
{
    const unsigned char *from = shared;
    const char *changed = NULL;
    for (uint32_t i = 0; i < frame->head.n_fields; i++) {
        const struct frame_field *field = &frame->head.fields[i];
        const size_t n = field_bytes(field);
        if (field->use == FRAME_UPDATE && frame->returned[i] == NULL)
            frame->returned[i] = mem_bytes(n);
        if (field->use == FRAME_UPDATE)
            memcpy(frame->returned[i], from + field->offset, n);
        else if (field->use == FRAME_OUTPUT)
            memcpy(frame->data[i], from + field->offset, n);
        else if (changed == NULL &&
                 memcmp(frame->data[i], from + field->offset, n) != 0)
            changed = field->name;
    }
    return changed;
}

const struct frame_field *frame_fields(
    const struct frame *frame, size_t *n_fields)
{
    *n_fields = frame->head.n_fields;
    return frame->head.fields;
}
