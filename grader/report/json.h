/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_JSON_H
#define PARLAB_REPORT_JSON_H

#include <jansson.h>

#include "grader/report/result.h"

/** @file The verdict as JSON; its schema is docs/verdict.schema.json. */

/** Make the document. @return new reference. */
json_t *json_document(const struct result_about *about,
    const struct result results[], size_t n_results);

/** Parts that other documents have too: the machine at hand, and one block
 *  with as many copies as there were. @return new reference. */
json_t *json_of_machine(const struct result_about *about);
json_t *json_of_sample(const struct sample *sample, int n_copies);

/** Write a document to a file, "-" for standard output. @return 0, or -1. */
int json_write(const json_t *document, const char *path, struct fail *fail);

#endif
