/* SPDX-License-Identifier: MIT */
#include <float.h>
#include <math.h>
#include <string.h>

#include "grader/diagnose/private.h"

/* A mistake that has a name fails certain cases and no others. Such a pattern
 * is believed only if it fits every case: all that have it fail, and all that
 * lack it pass. What is shared out is any of the counts that the cases give
 * the candidate; which one it is, the pattern itself shows. */

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

static bool is_empty(uint64_t n, int n_workers)
{
    return n == 0 && n_workers > 0;
}

static bool has_failed(const struct case_result *one)
{
    return one->cause != CASE_PASSED && one->cause != CASE_NOT_RUN;
}

/* @return NULL: the case has no such count. */
static const uint64_t *count_of(const struct case_result *one, const char *name)
{
    for (size_t i = 0; i < one->facts.n_counts; i++)
        if (strcmp(one->facts.counts[i].name, name) == 0)
            return &one->facts.counts[i].value;
    return NULL;
}

/* How the cases fall into four. */
struct split {
    size_t n_with, n_with_failed; /* the property */
    size_t n_without, n_without_failed; /* with several workers */
};

static struct split split_cases(
    const struct correctness *correctness, const char *name, property *has)
{
    struct split split = {0};
    for (size_t i = 0; i < correctness->n_cases; i++) {
        const struct case_result *one = &correctness->cases[i];
        const uint64_t *n = count_of(one, name);
        const bool has_it = n != NULL && has(*n, one->facts.n_workers);
        if (one->cause == CASE_NOT_RUN || one->facts.n_workers == 0)
            continue;
        split.n_with += has_it;
        split.n_with_failed += has_it && has_failed(one);
        split.n_without += !has_it && n != NULL && one->facts.n_workers > 1;
        split.n_without_failed += !has_it && has_failed(one);
    }
    return split;
}

static bool fits(const struct split *split, size_t n_with_min)
{
    return split->n_with >= n_with_min &&
           split->n_with_failed == split->n_with &&
           split->n_without >= SIDE_MIN && split->n_without_failed == 0;
}

/* @return the name of the first count that fits; NULL. */
static const char *find_count(const struct correctness *correctness,
    property *has, size_t n_with_min, struct split *split)
{
    for (size_t i = 0; i < correctness->n_cases; i++)
        for (size_t k = 0; k < correctness->cases[i].facts.n_counts; k++) {
            const char *name = correctness->cases[i].facts.counts[k].name;
            *split = split_cases(correctness, name, has);
            if (fits(split, n_with_min))
                return name;
        }
    return NULL;
}

static bool is_all_wrong_answers(const struct correctness *correctness)
{
    for (size_t i = 0; i < correctness->n_cases; i++)
        if (has_failed(&correctness->cases[i]) &&
            (correctness->cases[i].cause != CASE_WRONG ||
                correctness->cases[i].facts.fault != FAULT_VALUE))
            return false;
    return true;
}

static void find_patterns(
    const struct correctness *correctness, struct findings *found)
{
    struct split split;
    const char *name = find_count(correctness, has_remainder, SIDE_MIN, &split);
    if (name != NULL) {
        findings_add(found, "remainder",
            "wrong in just those %zu cases in which the number of workers "
            "does not divide %s",
            split.n_with, name);
        return;
    }
    name = find_count(correctness, has_fewer, 2, &split);
    if (name != NULL) {
        findings_add(found, "fewer-items-than-workers",
            "wrong in just those %zu cases in which %s is less than the "
            "number of workers",
            split.n_with, name);
        return;
    }
    name = find_count(correctness, is_empty, 1, &split);
    if (name != NULL)
        findings_add(found, "empty-input",
            "wrong in just the %zu case%s in which %s is 0", split.n_with,
            split.n_with == 1 ? "" : "s", name);
}

/* All wrong values are nearly right, and there are too many of them for a
 * single item that was left out of a sum. */
static void find_precision(
    const struct correctness *correctness, struct findings *found)
{
    double worst = 0;
    size_t n = 0;
    for (size_t i = 0; i < correctness->n_cases; i++) {
        const struct case_result *one = &correctness->cases[i];
        const struct fault_value *value = &one->facts.value;
        if (!has_failed(one))
            continue;
        if (value->worst_relative > PRECISE ||
            value->n_wrong * PRECISION_SHARE < value->n)
            return;
        worst = fmax(worst, value->worst_relative);
        n++;
    }
    if (n >= SIDE_MIN)
        findings_add(found, "precision",
            "all wrong numbers are nearly right, to %.1g of their value: that "
            "is rounding, not a wrong sum",
            worst);
}

static bool is_right_with_one(const struct correctness *correctness)
{
    for (size_t i = 0; i < correctness->n_cases; i++)
        if (has_failed(&correctness->cases[i]) &&
            correctness->cases[i].facts.n_workers < 2)
            return false;
    return true;
}

/* Chance alone does not make another answer of the same input: either workers
 * meet in different orders, or memory is used that nobody has set. */
static void find_chance(
    const struct correctness *correctness, struct findings *found)
{
    const struct repeats *repeats = &correctness->repeats;
    if (repeats->number == 0 || repeats->n_answers < 2)
        return;
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

void diagnose_answers(
    const struct diagnose_input *input, struct findings *found)
{
    const struct correctness *correctness = input->correctness;
    find_chance(correctness, found);
    find_copies(input, found);
    find_patterns(correctness, found);
    if (is_all_wrong_answers(correctness))
        find_precision(correctness, found);
}
