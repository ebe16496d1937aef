/* SPDX-License-Identifier: MIT */
#include "grader/diagnose/diagnose.h"

#include <stdio.h>
#include <string.h>

/* What a case came to is certain; whether workers were at work was observed
 * in a run of its own, and says something about a program only when that
 * program was right and so did the work. */

static size_t count(
    const struct correctness *correctness, enum case_cause cause)
{
    size_t n = 0;
    for (size_t i = 0; i < correctness->n_cases; i++)
        n += correctness->cases[i].cause == cause;
    return n;
}

size_t diagnose(const struct correctness *correctness,
    struct diagnosis found[DIAGNOSES_MAX])
{
    size_t n = 0;
    const size_t n_cases = correctness->n_cases;
    const size_t n_crashed = count(correctness, CASE_CRASHED);
    const size_t n_late = count(correctness, CASE_TIMED_OUT);
    if (n_crashed > 0) {
        found[n].name = "crash";
        snprintf(found[n++].evidence, sizeof found->evidence,
            "the program ended in %zu of %zu cases", n_crashed, n_cases);
    }
    if (n_late > 0) {
        found[n].name = "timeout";
        snprintf(found[n++].evidence, sizeof found->evidence,
            "the program did not return in %zu of %zu cases", n_late, n_cases);
    }
    if (correctness->is_observed && !correctness->is_concurrent &&
        !correctness->is_repeated &&
        count(correctness, CASE_PASSED) == n_cases) {
        found[n].name = "not-parallel";
        snprintf(found[n++].evidence, sizeof found->evidence,
            "on average %.2f workers were at work", correctness->concurrency);
    }
    return n;
}

static bool is_found(const struct findings *findings, const char *name)
{
    for (size_t i = 0; i < findings->n; i++)
        if (strcmp(findings->list[i].name, name) == 0)
            return true;
    return false;
}

size_t diagnose_add(const struct findings *findings,
    struct diagnosis found[DIAGNOSES_MAX], size_t n_found)
{
    struct diagnosis all[DIAGNOSES_MAX];
    size_t n = 0;
    for (size_t i = 0; i < findings->n && n < DIAGNOSES_MAX; i++, n++) {
        all[n].name = findings->list[i].name;
        snprintf(all[n].evidence, sizeof all->evidence, "%s",
            findings->list[i].evidence);
    }
    for (size_t i = 0; i < n_found && n < DIAGNOSES_MAX; i++)
        if (!is_found(findings, found[i].name))
            all[n++] = found[i];
    memcpy(found, all, n * sizeof *all);
    return n;
}
