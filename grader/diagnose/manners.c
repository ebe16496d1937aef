/* SPDX-License-Identifier: MIT */
#include "grader/diagnose/private.h"

/* What a case has done besides answering is seen from outside, and certain. */

static size_t count(const struct correctness *correctness, enum fault fault)
{
    size_t n = 0;
    for (size_t i = 0; i < correctness->n_cases; i++)
        n += correctness->cases[i].cause == CASE_WRONG &&
             correctness->cases[i].facts.fault == fault;
    return n;
}

static const struct {
    enum fault fault;
    const char *name, *what;
} faults[] = {
    {FAULT_BEYOND, "out-of-bounds",
        "something was written where nothing belongs"},
    {FAULT_OVERLAP, "race",
        "the same item was given to two workers, which both change it"},
    {FAULT_UNEVEN, "load-imbalance", "shares differ by more than one item"},
    {FAULT_STARTED, "overhead-bound",
        "workers were started anew for every piece of work"},
    {FAULT_PRIVATE, "copy-on-write",
        "what a child process wrote stayed in memory of its own"},
    {FAULT_INPUT, "input-modified", "an input was changed"},
    {FAULT_ZOMBIES, "zombie",
        "children had ended, and nobody had waited for them"},
    {FAULT_CHILDREN, "process-leak",
        "children were still running after the return"},
    {FAULT_DESCRIPTORS, "leaked-descriptor",
        "more files or pipes were open after the return than before"},
};

/* Tasks that all wait for each other. */
static void find_deadlock(
    const struct correctness *correctness, struct findings *found)
{
    for (size_t i = 0; i < correctness->n_cases; i++) {
        const struct case_result *one = &correctness->cases[i];
        const struct sleepers *all = &one->facts.sleepers;
        if (one->cause != CASE_TIMED_OUT || all->n_tasks == 0 ||
            all->n_locks + all->n_pipes == 0)
            continue;
        if (all->n_locks == 0)
            findings_add(found, "pipe-deadlock",
                "in case %zu every task sleeps, %d of %d at a pipe: nobody "
                "is left to write to it, to read from it or to close it",
                one->number, all->n_pipes, all->n_tasks);
        else
            findings_add(found, "deadlock",
                "in case %zu every task sleeps and waits for another one: %d "
                "of %d for a lock, a semaphore or a barrier",
                one->number, all->n_locks, all->n_tasks);
        return;
    }
}

void diagnose_manners(
    const struct diagnose_input *input, struct findings *found)
{
    const struct correctness *correctness = input->correctness;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const size_t n = count(correctness, faults[i].fault);
        if (n > 0)
            findings_add(found, faults[i].name, "%s, in %zu of %zu cases",
                faults[i].what, n, correctness->n_cases);
    }
    find_deadlock(correctness, found);
}
