/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_VERDICT_H
#define PARLAB_REPORT_VERDICT_H

#include <jansson.h>

#include "grader/report/result.h"

/** @file
 *  A verdict back from its JSON, so that it can be drawn as when it was
 *  given. Cases that passed have no names there; of them only the number is
 *  known. */

/** A case that did not pass. Texts are borrowed from the JSON. */
struct verdict_failure {
    const char *group, *name;
    const char *message;
    long number; /**< as for --case; 0: not known */
};

/** An exercise as it was graded. */
struct verdict {
    struct result result; /**< without cases, timeline and checks */
    struct exercise exercise; /**< with the measures that were taken */
    long n_passed, n_cases;
    bool is_concurrent;
    struct verdict_failure *failures;
    size_t n_failures;
    json_t *json;
};

/** Read a verdict. What is of another form than the schema says is left out,
 *  and a measure that cannot be drawn becomes one that is not measured.
 *  @param json      an element of "exercises" of docs/verdict.schema.json;
 *                   borrowed.
 *  @param exercise  its manifest; borrowed.
 *  @return new (release with verdict_free()). */
struct verdict *verdict_read(json_t *json, const struct exercise *exercise);

/** Release a verdict; NULL is fine. */
void verdict_free(struct verdict *verdict);

/** Why only a third of the points for correctness are given, as the first half
 *  of a sentence: what was seen of the workers.
 *  @return borrowed from the verdict; NULL: all of them are, or there are
 *          none. */
const char *verdict_why_serial(const struct verdict *verdict);

/** The median of a quantity of the candidate or of the baseline over the clean
 *  runs; over all where none is clean.
 *  @return NAN: it is not known. */
double verdict_median(const struct measurement *measurement, bool is_candidate,
    double (*of_part)(const struct part *part));

#endif
