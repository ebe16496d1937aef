/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CHANNEL_FRAME_H
#define PARLAB_CHANNEL_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** @file
 *  A frame is one call of an exercise as memory: which entry of the calls
 *  file to run, its arguments in order, and room for its outputs. The judge
 *  builds a frame from private memory, packs a copy into the memory that it
 *  shares with the runner, and unpacks the outputs from there once the
 *  runner's processes are stopped. The runner walks the packed copy with
 *  grader/runner/call.h. Nothing the runner wrote is used as a size or an
 *  offset: the judge keeps its own. */

/** What the items of a field are. */
enum frame_type {
    FRAME_U8,
    FRAME_I32,
    FRAME_I64,
    FRAME_U64,
    FRAME_F64,
};

/** Whether the candidate reads a field, writes it, or both. */
enum frame_use {
    FRAME_INPUT,
    FRAME_OUTPUT,
    FRAME_UPDATE, /**< written by the judge first, changed by the candidate */
};

enum {
    FRAME_FIELDS_MAX = 24,
    FRAME_NAME_BYTES = 24,
    FRAME_ALIGN_BYTES = 64,
};

/** Byte that outputs are filled with before a call: no item made of it is
 *  small (a double is 2.9e127), so that adding to an output shows. */
#define FRAME_PATTERN 0x5A

/** One argument. */
struct frame_field {
    char name[FRAME_NAME_BYTES];
    uint32_t type; /**< enum frame_type */
    uint32_t use; /**< enum frame_use */
    uint64_t count; /**< items */
    uint64_t offset; /**< bytes from the start of the packed frame */
};

/** What a packed frame starts with. */
struct frame_head {
    uint32_t magic;
    uint32_t n_fields;
    uint64_t size_bytes; /**< head, fields and data */
    uint64_t repeats; /**< calls between "go" and "done", >= 1 */
    uint32_t n_workers; /**< threads, processes or ranks */
    uint32_t reserved; /**< zero */
    char entry[FRAME_NAME_BYTES];
    struct frame_field fields[FRAME_FIELDS_MAX];
};

#define FRAME_MAGIC 0x70617246u

/** A frame under construction, and its outputs after a call. */
struct frame;

/** Start a frame for an entry of the exercise's calls file. @return new. */
struct frame *frame_new(const char *entry);

/** Release a frame; NULL is fine. */
void frame_free(struct frame *frame);

/** Add an argument that is one whole number. */
void frame_count(struct frame *frame, const char *name, uint64_t value);

/** Add an argument that is one real number. */
void frame_number(struct frame *frame, const char *name, double value);

/** Add an input array.
 *  @return zeroed items to fill in, borrowed until frame_free(); 64-byte
 *          aligned; not NULL even for @p count 0. */
void *frame_input(
    struct frame *frame, const char *name, enum frame_type type, size_t count);

/** Add an array that the candidate changes in place. Otherwise as
 *  frame_input(). */
void *frame_update(
    struct frame *frame, const char *name, enum frame_type type, size_t count);

/** Add an output array; the candidate finds it filled with FRAME_PATTERN. */
void frame_output(
    struct frame *frame, const char *name, enum frame_type type, size_t count);

/** The judge's private data of a field: what it put in, or, for outputs and
 *  updates after a call, what came back.
 *  @param[out] count  items; may be NULL.
 *  @return borrowed until frame_free(); ends the grader when there is no
 *          field of this name and type. */
const void *frame_data(const struct frame *frame, const char *name,
    enum frame_type type, size_t *count);

/** Number of calls between "go" and "done" (1 unless set). */
void frame_set_repeats(struct frame *frame, size_t repeats);

/** Number of workers or ranks that the call gets. */
void frame_set_workers(struct frame *frame, int n_workers);
int frame_workers(const struct frame *frame);

/** Bytes that the packed frame takes. */
size_t frame_packed_bytes(const struct frame *frame);

/** Copy the frame to shared memory, outputs filled with the pattern.
 *  @param is_withheld  arrays that the candidate reads are all zeros, until
 *                      the frame is packed again; single numbers are there
 *  @param[out] shared  frame_packed_bytes() bytes, 64-byte aligned. */
void frame_pack(const struct frame *frame, bool is_withheld, void *shared);

/** Copy outputs and updates back from shared memory.
 *  @return  NULL: all inputs are as they were packed;
 *  @return  the name of an input that the candidate has changed. */
const char *frame_unpack(struct frame *frame, const void *shared);

/** The fields in order, for printing. @return borrowed. */
const struct frame_field *frame_fields(
    const struct frame *frame, size_t *n_fields);

/** Bytes of one item. */
size_t frame_item_bytes(enum frame_type type);

#endif
