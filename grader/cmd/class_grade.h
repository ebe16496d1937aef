/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CLASS_GRADE_H
#define PARLAB_CMD_CLASS_GRADE_H

#include "grader/cmd/class.h"
#include "grader/cmd/class_run.h"

/** @file The command line of "parlab class grade". */

/** What it asks for. */
struct class_request {
    struct class_place place;
    const char *folder; /**< NULL: what is in the gradebook */
    const char **words; /**< exercises, as they were given */
    size_t n_words;
    bool has_seed;
    bool is_verbose;
    struct class_setup setup; /**< what the options say of it */
};

/** Parse; ends the process with exit code 2 on wrong usage and 0 after
 *  --help. */
void class_grade_parse(struct class_request *request, int argc, char **argv);

#endif
