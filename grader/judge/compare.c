/* SPDX-License-Identifier: MIT */
#include "grader/judge/compare.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/judge/trial.h"

/* Comparison, and how a mismatch is told: what went in, what was expected,
 * what came back, where they first differ and how badly. */

enum {
    SHOWN_ITEMS = 4,
    BLOCK_ITEMS = 4096, /* expected and got lie in the nearest cache */
};

static double error_of(double got, double expected)
{
    if (got == expected || (isnan(got) && isnan(expected)))
        return 0;
    const double error = fabs(got - expected);
    return isnan(error) ? INFINITY : error;
}

struct difference compare_f64(const double got[], const double expected[],
    size_t n, double relative, double absolute)
{
    struct difference found = {.first = n, .worst_ratio = -1};
    for (size_t i = 0; i < n; i++) {
        const double error = error_of(got[i], expected[i]);
        const double scale = isfinite(expected[i]) ? fabs(expected[i]) : 0;
        const double allowed = absolute + relative * scale;
        if (error <= allowed)
            continue;
        const double ratio = allowed > 0 ? error / allowed : error;
        found.first = found.n_wrong++ == 0 ? i : found.first;
        found.last = i;
        found.worst_relative = fmax(found.worst_relative,
            expected[i] != 0 ? error / fabs(expected[i]) : INFINITY);
        if (ratio > found.worst_ratio) {
            found.worst_ratio = ratio;
            found.worst = i;
            found.worst_error = error;
            found.worst_allowed = allowed;
        }
    }
    return found;
}

struct difference compare_exact(
    const void *got, const void *expected, size_t n, size_t item_bytes)
{
    const unsigned char *a = got, *b = expected;
    struct difference found = {.first = n};
    if (n == 0 || memcmp(a, b, n * item_bytes) == 0)
        return found;
    for (size_t i = 0; i < n; i++)
        if (memcmp(a + i * item_bytes, b + i * item_bytes, item_bytes) != 0) {
            found.first = found.n_wrong++ == 0 ? i : found.first;
            found.last = i;
        }
    return found;
}

bool compare_frames(const struct frame *got, const struct frame *expected,
    double relative, double absolute, const char **field)
{
    size_t n_fields, n;
    const struct frame_field *fields = frame_fields(got, &n_fields);
    for (size_t i = 0; i < n_fields; i++) {
        const struct frame_field *f = &fields[i];
        if (f->use == FRAME_INPUT)
            continue;
        const void *a = frame_data(got, f->name, f->type, &n);
        const void *b = frame_data(expected, f->name, f->type, NULL);
        const struct difference found =
            f->type == FRAME_F64
                ? compare_f64(a, b, n, relative, absolute)
                : compare_exact(a, b, n, frame_item_bytes(f->type));
        if (found.n_wrong > 0) {
            if (field != NULL)
                *field = f->name;
            return false;
        }
    }
    return true;
}

static void print_item(
    FILE *to, enum frame_type type, const void *items, size_t i)
{
    switch (type) {
    case FRAME_U8:
        fprintf(to, "%u", ((const uint8_t *)items)[i]);
        return;
    case FRAME_I32:
        fprintf(to, "%" PRId32, ((const int32_t *)items)[i]);
        return;
    case FRAME_I64:
        fprintf(to, "%" PRId64, ((const int64_t *)items)[i]);
        return;
    case FRAME_U64:
        fprintf(to, "%" PRIu64, ((const uint64_t *)items)[i]);
        return;
    case FRAME_F64:
        fprintf(to, "%.16g", ((const double *)items)[i]);
        return;
    }
}

/* Outputs are filled with a pattern before a call. */
static bool is_untouched(const void *items, size_t i, size_t item_bytes)
{
    const unsigned char *bytes = (const unsigned char *)items + i * item_bytes;
    for (size_t k = 0; k < item_bytes; k++)
        if (bytes[k] != FRAME_PATTERN)
            return false;
    return item_bytes > 1;
}

static void print_field(
    FILE *to, const struct frame *frame, const struct frame_field *field)
{
    size_t n;
    const void *items = frame_data(frame, field->name, field->type, &n);
    fprintf(to, "%s = ", field->name);
    if (n == 1) {
        print_item(to, field->type, items, 0);
        return;
    }
    fputc('[', to);
    for (size_t i = 0; i < n && i < SHOWN_ITEMS; i++) {
        fputs(i > 0 ? ", " : "", to);
        print_item(to, field->type, items, i);
    }
    if (n > SHOWN_ITEMS)
        fprintf(to, ", ... %zu items", n);
    fputs("], ", to);
}

char *trial_input_text(const struct trial *trial, const struct frame *frame)
{
    const bool is_mpi = trial->session->setup->exercise->kind == KIND_MPI;
    char *text = NULL;
    size_t size = 0, n_fields;
    const struct frame_field *fields = frame_fields(frame, &n_fields);
    FILE *to = mem_stream(&text, &size);
    for (size_t i = 0; i < n_fields; i++) {
        if (fields[i].use != FRAME_INPUT)
            continue;
        print_field(to, frame, &fields[i]);
        if (fields[i].count == 1)
            fputs(", ", to);
    }
    const int n = frame_workers(frame);
    fprintf(to, "%d %s%s", n, is_mpi ? "rank" : "worker", n == 1 ? "" : "s");
    fclose(to);
    return text;
}

static void note(struct trial *trial, enum frame_type type, size_t n,
    const struct difference *found)
{
    trial->facts.value = (struct fault_value){.n = n,
        .n_wrong = found->n_wrong,
        .first = found->first,
        .last = found->last,
        .worst_relative = type == FRAME_F64 ? found->worst_relative : INFINITY};
}

/* @param expected  the first item that differs. */
static void report(struct trial *trial, const struct frame *frame,
    const char *name, enum frame_type type, const void *expected,
    const struct difference *found)
{
    size_t n;
    const void *got = frame_data(frame, name, type, &n);
    char *text = NULL, *input = trial_input_text(trial, frame);
    size_t size = 0;
    FILE *to = mem_stream(&text, &size);
    const size_t i = found->first;
    fprintf(to, "expected   %s[%zu] = ", name, i);
    print_item(to, type, expected, 0);
    fprintf(to, "\ngot        %s[%zu] ", name, i);
    if (is_untouched(got, i, frame_item_bytes(type))) {
        fputs("was never written", to);
    } else {
        fputs("= ", to);
        print_item(to, type, got, i);
    }
    /* Not "of n": a case may have put more behind the items that it asks
     * for, to see whether that is left alone. */
    fprintf(to, "\n%zu differ%s, the first at index %zu", found->n_wrong,
        found->n_wrong == 1 ? "s" : "", i);
    if (type == FRAME_F64)
        fprintf(to, "; largest error %.3g at index %zu, allowed %.3g",
            found->worst_error, found->worst, found->worst_allowed);
    fprintf(to, "\ninput      %s", input);
    fclose(to);
    free(input);
    if (trial->message == NULL)
        note(trial, type, n, found);
    trial_fault(trial, FAULT_VALUE, text);
}

bool trial_expect_f64(struct trial *trial, const struct frame *frame,
    const char *name, const double *expected, double relative, double absolute)
{
    size_t n;
    const double *got = frame_data(frame, name, FRAME_F64, &n);
    const struct difference found =
        compare_f64(got, expected, n, relative, absolute);
    if (found.n_wrong > 0)
        report(trial, frame, name, FRAME_F64, expected + found.first, &found);
    return found.n_wrong == 0;
}

/* Add what was found in a block that starts at an index. */
static void add_difference(
    struct difference *sum, const struct difference *found, size_t start)
{
    if (sum->n_wrong == 0 && found->n_wrong > 0)
        sum->first = start + found->first;
    if (found->n_wrong > 0)
        sum->last = start + found->last;
    sum->n_wrong += found->n_wrong;
    sum->worst_relative = fmax(sum->worst_relative, found->worst_relative);
    if (found->worst_ratio <= sum->worst_ratio)
        return;
    sum->worst = start + found->worst;
    sum->worst_ratio = found->worst_ratio;
    sum->worst_error = found->worst_error;
    sum->worst_allowed = found->worst_allowed;
}

bool trial_expect_f64_by(struct trial *trial, const struct frame *frame,
    const char *name, trial_oracle *oracle, const void *context,
    double relative, double absolute)
{
    size_t n;
    double expected[BLOCK_ITEMS];
    const double *got = frame_data(frame, name, FRAME_F64, &n);
    struct difference sum = {.first = n, .worst_ratio = -1};
    for (size_t start = 0; start < n; start += BLOCK_ITEMS) {
        const size_t count = n - start < BLOCK_ITEMS ? n - start : BLOCK_ITEMS;
        oracle(context, start, count, expected);
        const struct difference found =
            compare_f64(got + start, expected, count, relative, absolute);
        add_difference(&sum, &found, start);
    }
    if (sum.n_wrong == 0)
        return true;
    oracle(context, sum.first, 1, expected);
    report(trial, frame, name, FRAME_F64, expected, &sum);
    return false;
}

static enum frame_type type_of(const struct frame *frame, const char *name)
{
    size_t n;
    const struct frame_field *fields = frame_fields(frame, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(fields[i].name, name) == 0)
            return fields[i].type;
    fail_grader("a case expects an output %s that its frame lacks", name);
}

/* The same for every order of the items. */
static uint64_t sum_of_items(const unsigned char *items, size_t n, size_t bytes)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t item = 0;
        memcpy(&item, items + i * bytes, bytes);
        item = (item ^ item >> 31) * UINT64_C(0x9e3779b97f4a7c15);
        sum += item ^ item >> 29;
    }
    return sum;
}

bool trial_expect_exact(struct trial *trial, const struct frame *frame,
    const char *name, const void *expected)
{
    size_t n;
    const enum frame_type type = type_of(frame, name);
    const void *got = frame_data(frame, name, type, &n);
    const struct difference found =
        compare_exact(got, expected, n, frame_item_bytes(type));
    if (found.n_wrong == 0)
        return true;
    const size_t bytes = frame_item_bytes(type);
    const bool is_first = trial->message == NULL;
    report(trial, frame, name, type,
        (const char *)expected + found.first * bytes, &found);
    if (is_first)
        trial->facts.value.is_reordered =
            sum_of_items(got, n, bytes) == sum_of_items(expected, n, bytes);
    return false;
}
