/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_RUN_H
#define PARLAB_TESTS_RUN_H

#include <jansson.h>

/** @file Run the command as a person does, and see what it gives. */

/** Run a program and collect its standard output.
 *  @param argv         argv[0] a path; NULL at the end.
 *  @param[out] output  new text; may be NULL.
 *  @return exit code; 128 + signal when a signal ended it; -1 when it could
 *          not be started. */
int run_program(const char *const argv[], char **output);

/** Run parlab with "--json -" after the arguments given.
 *  @param[out] code  its exit code.
 *  @return new reference; NULL when it printed no JSON. */
json_t *run_json(const char *const arguments[], int *code);

#endif
