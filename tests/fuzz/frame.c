/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/channel/frame.h"
#include "grader/judge/timeline.h"
#include "tests/fuzz/fuzz.h"

/* What comes back in shared memory: a frame of any form is packed, a runner
 * writes all over it, its head too, and it is unpacked. Then spans that a
 * candidate may have noted. Input: the frame's fields, the runner's writes. */

enum { FIELDS_MAX = 6, SPANS = 40 };

/* Add a field as three bytes say. */
static void add_field(struct frame *frame, int number, struct fuzz *from)
{
    char name[FRAME_NAME_BYTES];
    const enum frame_type type = fuzz_byte(from) % (FRAME_F64 + 1);
    const enum frame_use use = fuzz_byte(from) % (FRAME_UPDATE + 1);
    const size_t count = fuzz_byte(from);
    snprintf(name, sizeof name, "field%d", number);
    if (use == FRAME_OUTPUT)
        frame_output(frame, name, type, count);
    else
        memset(use == FRAME_INPUT ? frame_input(frame, name, type, count)
                                  : frame_update(frame, name, type, count),
            number, count * frame_item_bytes(type));
}

static void write_over(uint8_t *shared, size_t n_shared, struct fuzz *from)
{
    while (from->n > 2) {
        size_t n;
        size_t at = (size_t)fuzz_byte(from) << 8;
        at = (at | fuzz_byte(from)) % n_shared;
        const uint8_t *bytes = fuzz_piece(from, &n);
        memcpy(shared + at, bytes, n < n_shared - at ? n : n_shared - at);
    }
}

/* Outputs are what stands in memory where the judge has put them, and an
 * input is named when it does not stand there any more. */
static void check_frame(struct frame *frame, const uint8_t *shared)
{
    size_t n_fields;
    const struct frame_field *fields = frame_fields(frame, &n_fields);
    const char *changed = frame_unpack(frame, shared), *expected = NULL;
    for (size_t i = 0; i < n_fields; i++) {
        const struct frame_field *field = &fields[i];
        size_t count;
        const void *data = frame_data(frame, field->name, field->type, &count);
        const bool is_same = memcmp(data, shared + field->offset,
                                 count * frame_item_bytes(field->type)) == 0;
        FUZZ_CLAIM(count == field->count);
        FUZZ_CLAIM(is_same || field->use == FRAME_INPUT);
        if (!is_same && expected == NULL)
            expected = field->name;
    }
    FUZZ_CLAIM(changed == expected);
}

static void check_spans(struct fuzz from)
{
    uint64_t words[3 * SPANS];
    memset(words, 0x5a, sizeof words);
    if (from.n > 0)
        memcpy(words, from.at, from.n < sizeof words ? from.n : sizeof words);
    struct timeline timeline = timeline_of_spans(words, SPANS);
    FUZZ_CLAIM(timeline.n_bars <= SPANS);
    for (size_t i = 0; i < timeline.n_bars; i++) {
        const struct timeline_bar *bar = &timeline.bars[i];
        FUZZ_CLAIM(bar->worker >= 0 && bar->worker < 64);
        FUZZ_CLAIM(bar->task >= 0 && bar->task < SPANS);
        FUZZ_CLAIM(bar->start_s >= 0 && bar->start_s <= bar->end_s);
        FUZZ_CLAIM(bar->end_s <= 3600);
        FUZZ_CLAIM(i == 0 || bar->task > timeline.bars[i - 1].task);
    }
    timeline_free(&timeline);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
    struct fuzz from = {data, n_bytes};
    struct frame *frame = frame_new("fuzz");
    const int n_fields = fuzz_byte(&from) % (FIELDS_MAX + 1);
    for (int i = 0; i < n_fields; i++)
        add_field(frame, i, &from);
    check_spans(from);
    const size_t n_shared = frame_packed_bytes(frame);
    uint8_t *shared = aligned_alloc(FRAME_ALIGN_BYTES, n_shared);
    FUZZ_CLAIM(shared != NULL);
    frame_pack(frame, fuzz_byte(&from) % 2, shared);
    write_over(shared, n_shared, &from);
    check_frame(frame, shared);
    check_frame(frame, shared);
    free(shared);
    frame_free(frame);
    return 0;
}
