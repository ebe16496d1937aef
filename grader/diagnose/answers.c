/* SPDX-License-Identifier: MIT */
#include <float.h>
#include <string.h>

#include "grader/diagnose/private.h"

/* A mistake that has a name fails certain cases and no others. Such a pattern
 * is believed only if no case that lacks it fails, and nearly all that have it
 * do: an item that nobody has computed may be right by chance. What is shared
 * out is any of the counts that the cases give the candidate; which one it is,
 * the pattern itself shows. */

enum {
    SIDE_MIN = 3, /* cases on either side, for a pattern to be one */
    PRECISION_SHARE = 10, /* a tenth of the items, to be no single item */
};
#define PRECISE 1e-4 /* a relative error that rounding may make */

/* A property of a case by a count n and the number of workers. */
typedef bool property(uint64_t n, int n_workers);

static bool has_remainder(uint64_t n, int n_workers)
{
    return n_workers > 1 && n % (uint64_t)n_workers != 0;
}

static bool has_fewer(uint64_t n, int n_workers)
{
    return n > 0 && n_workers > 1 && n < (uint64_t)n_workers;
}

static bool is_uncountable(uint64_t n, int n_workers)
{
    return n > UINT64_C(1) << DBL_MANT_DIG && n_workers > 0;
}

static bool is_empty(uint64_t n, int n_workers)
{
    return n == 0 && n_workers > 0;
}

static bool has_failed(const struct case_result *one)
{
    return one->cause != CASE_PASSED && one->cause != CASE_NOT_RUN;
}

/* How cases fall into four. */
struct split {
    size_t n_with, n_with_failed; /* the property */
    size_t n_without, n_without_failed; /* with several workers */
};

/* Cases of one shape have counts of the same names: those of a group. */
static bool is_of_shape(
    const struct case_result *one, const struct case_result *shape)
{
    bool is_same = one->facts.n_workers > 0 && one->cause != CASE_NOT_RUN &&
                   one->facts.n_counts == shape->facts.n_counts;
    for (size_t i = 0; is_same && i < shape->facts.n_counts; i++)
        is_same =
            strcmp(one->facts.counts[i].name, shape->facts.counts[i].name) == 0;
    return is_same;
}

/* @param k  which of the shape's counts the property is about. */
static struct split split_cases(const struct correctness *correctness,
    const struct case_result *shape, size_t k, property *has)
{
    struct split split = {0};
    for (size_t i = 0; i < correctness->n_cases; i++) {
        const struct case_result *one = &correctness->cases[i];
        if (!is_of_shape(one, shape))
            continue;
        const int n_workers = one->facts.n_workers;
        const bool has_it = has(one->facts.counts[k].value, n_workers);
        split.n_with += has_it;
        split.n_with_failed += has_it && has_failed(one);
        split.n_without += !has_it && n_workers > 1;
        split.n_without_failed += !has_it && has_failed(one);
    }
    return split;
}

/* Add to @p sum what one shape's cases say, by the first count that fits.
 * @return its name; NULL: none does. */
static const char *add_shape(const struct correctness *correctness,
    const struct case_result *shape, property *has, struct split *sum)
{
    for (size_t k = 0; k < shape->facts.n_counts; k++) {
        const struct split split = split_cases(correctness, shape, k, has);
        if (split.n_with_failed * 2 < split.n_with ||
            split.n_without_failed > 0)
            continue;
        sum->n_with += split.n_with;
        sum->n_with_failed += split.n_with_failed;
        sum->n_without += split.n_without;
        return shape->facts.counts[k].name;
    }
    return NULL;
}

static bool is_first_of_shape(const struct correctness *correctness, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (has_failed(&correctness->cases[k]) &&
            is_of_shape(&correctness->cases[k], &correctness->cases[i]))
            return false;
    return true;
}

/* Whether cases fail where a count has a property, and only there. A shape of
 * which no case fails says nothing.
 * @return the name of the count that fits in the first shape; NULL. */
static const char *find_count(const struct correctness *correctness,
    property *has, size_t n_with_min, struct split *sum)
{
    const char *first = NULL;
    *sum = (struct split){0};
    for (size_t i = 0; i < correctness->n_cases; i++) {
        const struct case_result *one = &correctness->cases[i];
        if (!has_failed(one) || !is_first_of_shape(correctness, i))
            continue;
        const char *name = add_shape(correctness, one, has, sum);
        if (name == NULL)
            return NULL;
        first = first != NULL ? first : name;
    }
    return sum->n_with_failed >= n_with_min &&
                   sum->n_with_failed * 5 >= sum->n_with * 4 &&
                   sum->n_without >= SIDE_MIN
               ? first
               : NULL;
}

static size_t count_faults(
    const struct correctness *correctness, enum fault fault)
{
    size_t n = 0;
    for (size_t i = 0; i < correctness->n_cases; i++)
        n += correctness->cases[i].cause == CASE_WRONG &&
             correctness->cases[i].facts.fault == fault;
    return n;
}

static void find_patterns(
    const struct correctness *correctness, struct findings *found)
{
    struct split split;
    const char *name = find_count(correctness, has_remainder, SIDE_MIN, &split);
    if (name != NULL) {
        findings_add(found, "remainder",
            "wrong in %zu of %zu cases in which the number of workers does not "
            "divide %s, and in no other",
            split.n_with_failed, split.n_with, name);
        return;
    }
    name = find_count(correctness, has_fewer, 2, &split);
    if (name != NULL) {
        findings_add(found, "fewer-items-than-workers",
            "wrong in %zu of %zu cases in which %s is less than the number of "
            "workers, and in no other",
            split.n_with_failed, split.n_with, name);
        return;
    }
    name = find_count(correctness, is_uncountable, 2, &split);
    if (name != NULL) {
        findings_add(found, "precision",
            "wrong in %zu of %zu cases in which %s is larger than 2^53, from "
            "where on a double cannot count, and in no other",
            split.n_with_failed, split.n_with, name);
        return;
    }
    name = find_count(correctness, is_empty, 1, &split);
    if (name != NULL)
        findings_add(found, "empty-input",
            "wrong in %zu of %zu cases in which %s is 0, and in no other",
            split.n_with_failed, split.n_with, name);
}

enum tail {
    TAIL_UNKNOWN, /* nothing in this case says where its items are */
    TAIL_WRONG, /* just the items that are left over are wrong */
    TAIL_OTHER, /* others are */
};

/* Look at the last n % workers items of an answer of n, or a few more. */
static enum tail look_at_tail(const struct facts *facts)
{
    const struct fault_value *value = &facts->value;
    const uint64_t n_workers = (uint64_t)facts->n_workers;
    enum tail tail = TAIL_UNKNOWN;
    for (size_t i = 0; i < facts->n_counts; i++) {
        const uint64_t n = facts->counts[i].value;
        if (n > value->n || n * 2 < value->n || n <= n_workers)
            continue;
        if (value->first == n - n % n_workers && value->last == n - 1 &&
            value->n_wrong == n % n_workers)
            return TAIL_WRONG;
        tail = TAIL_OTHER;
    }
    return tail;
}

static void find_tail(
    const struct correctness *correctness, struct findings *found)
{
    size_t n_tails = 0;
    for (size_t i = 0; i < correctness->n_cases; i++) {
        const struct case_result *one = &correctness->cases[i];
        if (one->cause != CASE_WRONG || one->facts.fault != FAULT_VALUE)
            continue;
        const enum tail tail = look_at_tail(&one->facts);
        if (tail == TAIL_OTHER)
            return;
        n_tails += tail == TAIL_WRONG;
    }
    if (n_tails >= SIDE_MIN)
        findings_add(found, "remainder",
            "in %zu cases just the last items are wrong: as many as are left "
            "over when all are divided among the workers",
            n_tails);
}

/* Nearly all wrong values are nearly right, and there are too many of them
 * for a single item that was left out of a sum. */
static void find_precision(
    const struct correctness *correctness, struct findings *found)
{
    size_t n_failed = 0, n_near = 0;
    for (size_t i = 0; i < correctness->n_cases; i++) {
        const struct case_result *one = &correctness->cases[i];
        const struct fault_value *value = &one->facts.value;
        if (!has_failed(one))
            continue;
        n_failed++;
        n_near += one->cause == CASE_WRONG && one->facts.fault == FAULT_VALUE &&
                  value->worst_relative < PRECISE &&
                  value->n_wrong * PRECISION_SHARE >= value->n;
    }
    if (n_near >= SIDE_MIN && n_near * 10 >= n_failed * 7)
        findings_add(found, "precision",
            "in %zu cases many numbers are wrong, but all by less than a part "
            "in %.0f: that is rounding",
            n_near, 1 / PRECISE);
}

static bool is_right_with_one(const struct correctness *correctness)
{
    for (size_t i = 0; i < correctness->n_cases; i++)
        if (has_failed(&correctness->cases[i]) &&
            correctness->cases[i].facts.n_workers < 2)
            return false;
    return true;
}

static bool is_reordered(const struct correctness *correctness)
{
    size_t n = 0;
    for (size_t i = 0; i < correctness->n_cases; i++) {
        const struct case_result *one = &correctness->cases[i];
        if (one->cause != CASE_WRONG || one->facts.fault != FAULT_VALUE)
            continue;
        if (!one->facts.value.is_reordered)
            return false;
        n++;
    }
    return n > 0;
}

/* Chance alone does not make another answer of the same input: either workers
 * meet in different orders, or memory is used that nobody has set. */
static void find_chance(
    const struct correctness *correctness, struct findings *found)
{
    const struct repeats *repeats = &correctness->repeats;
    if (repeats->number == 0 || repeats->n_answers < 2)
        return;
    if (is_reordered(correctness))
        findings_add(found, "nondeterministic",
            "case %zu, run %d times with the same input, gave %d answers: all "
            "the right items, each time in another order",
            repeats->number, repeats->n_runs, repeats->n_answers);
    else
        findings_add(found,
            is_right_with_one(correctness) ? "race" : "nondeterministic",
            "case %zu, run %d times with the same input, gave %d different "
            "answers",
            repeats->number, repeats->n_runs, repeats->n_answers);
}

static void find_copies(
    const struct diagnose_input *input, struct findings *found)
{
    const struct repeats *repeats = &input->correctness->repeats;
    if (input->exercise->kind == KIND_PROCESSES && repeats->number > 0 &&
        repeats->n_untouched == repeats->n_runs - 1)
        findings_add(found, "copy-on-write",
            "in case %zu child processes ran, and nothing of what they "
            "computed is in the parent's memory",
            repeats->number);
}

/* Items that nobody has computed hold anything, so chance comes last, and
 * only where nothing else explains what is wrong. */
void diagnose_answers(
    const struct diagnose_input *input, struct findings *found)
{
    const struct correctness *correctness = input->correctness;
    if (count_faults(correctness, FAULT_BEYOND) == 0) {
        find_patterns(correctness, found);
        find_tail(correctness, found);
    }
    find_copies(input, found);
    find_precision(correctness, found);
    if (found->n == 0)
        find_chance(correctness, found);
}
