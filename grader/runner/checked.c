/* SPDX-License-Identifier: MIT */
#include "grader/runner/checked.h"

#include <stdio.h>

/* The harness is the same in every runner, so the functions of a checker are
 * weak: NULL where it is not linked. A checker knows the candidate's own
 * memory, but the arguments of a call lie in one mapping, where for all that
 * it knows every byte may be used; so it is told which may not. */

void __asan_poison_memory_region(const volatile void *from, size_t n_bytes)
    __attribute__((weak));
void __asan_unpoison_memory_region(const volatile void *from, size_t n_bytes)
    __attribute__((weak));
void __tsan_read_range(void *from, unsigned long n_bytes) __attribute__((weak));
void *__asan_get_report_address(void) __attribute__((weak));
int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

static size_t item_bytes(const struct frame_field *field)
{
    return field->type == FRAME_U8 ? 1 : field->type == FRAME_I32 ? 4 : 8;
}

static unsigned char *first_byte(const struct call *call)
{
    return call->harness->shared + BOARD_BYTES + call->harness->record_bytes;
}

/* Of the call that runs, for __asan_on_error(). */
static const struct call *running;

void checked_forget(const struct harness *harness)
{
    if (__asan_unpoison_memory_region != NULL)
        __asan_unpoison_memory_region(harness->shared, harness->mapped_bytes);
}

void checked_guard_arguments(const struct call *call)
{
    if (__asan_poison_memory_region == NULL)
        return;
    running = call;
    const struct frame_head *frame = call->frame;
    unsigned char *all = first_byte(call);
    size_t end = sizeof *frame;
    checked_forget(call->harness);
    for (uint32_t i = 0; i < frame->n_fields; i++) {
        const struct frame_field *field = &frame->fields[i];
        __asan_poison_memory_region(all + end, field->offset - end);
        end = field->offset + field->count * item_bytes(field);
    }
    __asan_poison_memory_region(all + end, frame->size_bytes - end);
}

void *checked_part(
    const struct frame_field *field, void *items, size_t first, size_t n)
{
    const size_t size = item_bytes(field);
    unsigned char *all = items, *part = all + first * size;
    if (__asan_poison_memory_region != NULL && first <= field->count &&
        n <= field->count - first) {
        __asan_poison_memory_region(all, first * size);
        __asan_poison_memory_region(
            part + n * size, (field->count - first - n) * size);
    }
    return part;
}

/* AddressSanitizer calls it before it reports. The judge cannot know where
 * the arguments lie here, so their name is told by whoever does. */
void __asan_on_error(void);

void __asan_on_error(void)
{
    if (running == NULL || __asan_get_report_address == NULL)
        return;
    const struct frame_head *frame = running->frame;
    const unsigned char *at = __asan_get_report_address();
    const struct frame_field *before = NULL;
    for (uint32_t i = 0; i < frame->n_fields; i++)
        if (at >= first_byte(running) + frame->fields[i].offset)
            before = &frame->fields[i];
    if (before != NULL && at < first_byte(running) + frame->size_bytes)
        fprintf(stderr, "parlab: behind the argument '%.*s'\n",
            FRAME_NAME_BYTES, before->name);
}

void checked_read_arguments(const struct call *call)
{
    const struct frame_head *frame = call->frame;
    for (uint32_t i = 0; __tsan_read_range != NULL && i < frame->n_fields; i++)
        __tsan_read_range(first_byte(call) + frame->fields[i].offset,
            frame->fields[i].count * item_bytes(&frame->fields[i]));
}

void checked_find_leaks(void)
{
    if (__lsan_do_recoverable_leak_check != NULL)
        __lsan_do_recoverable_leak_check();
}
