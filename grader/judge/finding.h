/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_FINDING_H
#define PARLAB_JUDGE_FINDING_H

#include <stddef.h>

/** @file What was found out about a candidate besides its cases, by whoever
 *  looked: a checker, the record of an MPI job. */

/** A cause and what shows it. */
struct finding {
    const char *name; /**< of docs/diagnoses; static */
    char evidence[240]; /**< a clause for the student: harmless characters,
                             no path of this machine, no full stop */
};

/** A list of them, in the order in which they were found. */
struct findings {
    struct finding *list; /**< mem_grow()'s; NULL for none */
    size_t n;
};

/** Add a cause, once: a second finding of the same name is dropped.
 *  @param name  static. */
__attribute__((format(printf, 3, 4))) void findings_add(
    struct findings *findings, const char *name, const char *format, ...);

/** Release the list. */
void findings_free(struct findings *findings);

#endif
