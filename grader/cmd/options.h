/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_OPTIONS_H
#define PARLAB_CMD_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "grader/cmd/cmd.h"
#include "grader/report/result.h"

/** @file The options of check and grade. */

/** What the command line asks for. */
struct options {
    bool has_speed; /**< grade: measure too */
    enum candidate candidate;
    const char *file; /**< with --file */
    uint64_t seed;
    double budget_s; /**< time for each measure */
    int workers; /**< 0: as the course and the machine say */
    const char *books;
    const char *json; /**< file, "-", or NULL */
    const char *html; /**< folder for the report, which is there; or NULL */
    size_t only_case;
    bool is_verbose;
    bool no_sandbox;
    bool no_checkers;
    const struct job_debugger *debugger; /**< parlab debug, which has no
                                              sandbox; else NULL */
    const struct exercise **exercises;
    size_t n_exercises;
};

/** Keys of those options that have no short name. */
enum {
    KEY_REFERENCE = 256,
    KEY_BASELINE,
    KEY_SKELETON,
    KEY_SEED,
    KEY_BOOKS,
    KEY_JSON,
    KEY_HTML,
    KEY_CASE,
    KEY_NO_SANDBOX,
    KEY_NO_CHECKERS,
    KEY_BUDGET,
    KEY_MORE, /**< the first key for options of a verb's own */
};

/** The options and their parser, for the argp of check and grade; a verb with
 *  options of its own hands the others on to the parser. */
extern const struct argp_option options_table[];
error_t options_take(int key, char *value, struct argp_state *state);

/** Parse; ends the process with exit code 2 on wrong usage and 0 after
 *  --help.
 *  @param verb  &verb_check or &verb_grade. */
void options_parse(
    struct options *options, const struct verb *verb, int argc, char **argv);

#endif
