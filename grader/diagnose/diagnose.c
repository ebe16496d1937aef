/* SPDX-License-Identifier: MIT */
#include "grader/diagnose/diagnose.h"

#include <stdlib.h>
#include <string.h>

#include "grader/diagnose/private.h"

/* Everybody who looked adds what holds; the order of the catalogue decides
 * what is named. */

const char *const diagnose_names[] = {
    /* what somebody did to the grader */
    "tampering", "forbidden-symbol",
    /* seen where it happens, in a line or a call */
    "race", "out-of-bounds", "use-after-free", "deadlock", "pipe-deadlock",
    "mismatched-collective", "unreceived-message", "unsafe-send",
    /* seen in which cases fail, and how */
    "copy-on-write", "remainder", "fewer-items-than-workers", "empty-input",
    "precision", "undefined-behaviour", "input-modified", "writes-after-return",
    "nondeterministic", "zombie", "process-leak", "leaked-descriptor",
    "leaked-shared-memory", "lost-task",
    /* seen in how the work was shared */
    "root-does-all", "lock-contention", "redundant-work", "load-imbalance",
    "overhead-bound", "false-sharing", "oversubscribed", "memory-bound",
    "communication-bound", "serialised-waiting", "not-parallel", "memory-leak",
    /* what came of it */
    "crash", "timeout", NULL};

int diagnose_rank(const char *name)
{
    for (int i = 0; diagnose_names[i] != NULL; i++)
        if (strcmp(diagnose_names[i], name) == 0)
            return i;
    return -1;
}

static int by_rank(const void *a, const void *b)
{
    const struct finding *p = a, *q = b;
    return diagnose_rank(p->name) - diagnose_rank(q->name);
}

static size_t count(
    const struct correctness *correctness, enum case_cause cause)
{
    size_t n = 0;
    for (size_t i = 0; i < correctness->n_cases; i++)
        n += correctness->cases[i].cause == cause;
    return n;
}

bool diagnose_has_found(const struct findings *found, const char *name)
{
    for (size_t i = 0; i < found->n; i++)
        if (strcmp(found->list[i].name, name) == 0)
            return true;
    return false;
}

/* What a case came to is certain, whatever its reason. */
static void diagnose_ends(
    const struct correctness *correctness, struct findings *found)
{
    const size_t n_cases = correctness->n_cases;
    const size_t n_crashed = count(correctness, CASE_CRASHED);
    const size_t n_late = count(correctness, CASE_TIMED_OUT);
    if (n_crashed > 0)
        findings_add(found, "crash", "the program ended in %zu of %zu cases",
            n_crashed, n_cases);
    const bool is_explained =
        diagnose_has_found(found, "deadlock") ||
        diagnose_has_found(found, "pipe-deadlock") ||
        diagnose_has_found(found, "mismatched-collective");
    if (n_late > 0 && !is_explained)
        findings_add(found, "timeout",
            "the program did not return in %zu of %zu cases", n_late, n_cases);
}

void diagnose(const struct diagnose_input *input, struct findings *found)
{
    const size_t n_lists = sizeof input->findings / sizeof *input->findings;
    *found = (struct findings){0};
    if (input->tampering != NULL)
        findings_add(found, "tampering", "%s", input->tampering);
    for (size_t i = 0; i < n_lists; i++)
        for (size_t k = 0;
             input->findings[i] != NULL && k < input->findings[i]->n; k++)
            findings_add(found, input->findings[i]->list[k].name, "%s",
                input->findings[i]->list[k].evidence);
    diagnose_answers(input, found);
    diagnose_manners(input, found);
    diagnose_work(input, found);
    diagnose_ends(input->correctness, found);
    if (found->n > 0)
        qsort(found->list, found->n, sizeof *found->list, by_rank);
    if (found->n > DIAGNOSES_MAX)
        found->n = DIAGNOSES_MAX;
}
