/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_OPTIONS_H
#define PARLAB_CMD_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "grader/report/result.h"

/** @file The options of check and grade. */

/** What the command line asks for. */
struct options {
    bool has_speed; /**< grade: measure too */
    enum candidate candidate;
    const char *file; /**< with --file */
    uint64_t seed;
    int workers; /**< 0: as the course and the machine say */
    const char *books;
    const char *json; /**< file, "-", or NULL */
    size_t only_case;
    bool is_verbose;
    bool no_sandbox;
    const struct exercise **exercises;
    size_t n_exercises;
};

/** Parse; ends the process with exit code 2 on wrong usage and 0 after
 *  --help. */
void options_parse(
    struct options *options, bool has_speed, int argc, char **argv);

#endif
