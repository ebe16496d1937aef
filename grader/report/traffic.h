/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_TRAFFIC_H
#define PARLAB_REPORT_TRAFFIC_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "grader/judge/mpi_record.h"

/** @file What "parlab mpi" says of a program that has ended. Its schema as
 *  JSON is docs/mpi.schema.json. */

/** The program. */
struct traffic {
    const char *const *command; /**< NULL at the end */
    double seconds; /**< from its start to its end */
    uint64_t end_ns; /**< of the clock of the record */
    bool is_ended; /**< it was ended because it could not go on */
    int exit_code; /**< of the command; -1: a signal */
    int signal; /**< that ended it; 0 */
    unsigned n_ranks; /**< that it has; 0: it never started MPI */
    struct mpi_view view; /**< of these, as many as can be recorded */
    struct findings findings;
};

/** Print it for people. */
void traffic_print(FILE *to, const struct traffic *traffic);

/** Make the document. @return new reference. */
json_t *traffic_json(const struct traffic *traffic);

/** Print findings, a paragraph each. */
void traffic_print_findings(FILE *to, const struct findings *findings);

#endif
