/* SPDX-License-Identifier: MIT */
#include "grader/diagnose/diagnose.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What a case came to is certain; whether workers were at work was observed
 * in a run of its own, and says something about a program only when that
 * program was right and so did the work. What was found besides says more
 * than that a case came to no end. */

static size_t count(
    const struct correctness *correctness, enum case_cause cause)
{
    size_t n = 0;
    for (size_t i = 0; i < correctness->n_cases; i++)
        n += correctness->cases[i].cause == cause;
    return n;
}

__attribute__((format(printf, 4, 5))) static size_t add(
    struct diagnosis found[], size_t n, const char *name, const char *format,
    ...)
{
    va_list args;
    if (n == DIAGNOSES_MAX)
        return n;
    found[n].name = name;
    va_start(args, format);
    vsnprintf(found[n].evidence, sizeof found[n].evidence, format, args);
    va_end(args);
    return n + 1;
}

static bool has_found(const struct correctness *correctness, const char *name)
{
    for (size_t i = 0; i < correctness->findings.n; i++)
        if (strcmp(correctness->findings.list[i].name, name) == 0)
            return true;
    return false;
}

size_t diagnose(const struct correctness *correctness,
    struct diagnosis found[DIAGNOSES_MAX])
{
    size_t n = 0;
    const size_t n_cases = correctness->n_cases;
    const size_t n_crashed = count(correctness, CASE_CRASHED);
    const size_t n_late = count(correctness, CASE_TIMED_OUT);
    for (size_t i = 0; i < correctness->findings.n; i++)
        n = add(found, n, correctness->findings.list[i].name, "%s",
            correctness->findings.list[i].evidence);
    const bool is_explained = has_found(correctness, "deadlock") ||
                              has_found(correctness, "mismatched-collective");
    if (n_crashed > 0)
        n = add(found, n, "crash", "the program ended in %zu of %zu cases",
            n_crashed, n_cases);
    if (n_late > 0 && !is_explained)
        n = add(found, n, "timeout",
            "the program did not return in %zu of %zu cases", n_late, n_cases);
    if (correctness->is_observed && !correctness->is_concurrent &&
        !correctness->is_repeated && count(correctness, CASE_PASSED) == n_cases)
        n = add(found, n, "not-parallel",
            "on average %.2f workers were at work", correctness->concurrency);
    return n;
}
