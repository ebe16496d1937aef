/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CLASS_EXPORT_H
#define PARLAB_CMD_CLASS_EXPORT_H

#include "grader/cmd/class.h"
#include "grader/report/export.h"
#include "grader/sandbox/args.h"

/** @file The options of class export. */

/** What is written. */
enum export_format {
    EXPORT_CSV,
    EXPORT_MOODLE,
    EXPORT_CANVAS,
    EXPORT_GRADESCOPE,
    EXPORT_AUTOLAB,
    EXPORT_JUNIT,
    EXPORT_JSON,
    EXPORT_FORMATS
};

/** What the command line asks for. */
struct export_request {
    enum export_format format; /**< EXPORT_FORMATS before it is known */
    const char *output;
    const char *student;
    const char *roster_path;
    struct roster *roster;
    enum export_identity identity;
    bool is_from; /**< verdicts; there may be none */
    struct args from; /**< their files */
    struct args exercises; /**< names; none: all */
    struct class_place place;
};

/** Parse; ends the process with exit code 2 on wrong usage and 0 after
 *  --help.
 *  @param[out] request  release with export_clear() */
void export_parse(struct export_request *request, int argc, char **argv);

void export_clear(struct export_request *request);

/** Whether the form is one student's, so that a class is a folder of them. */
bool export_is_per_student(const struct export_request *request);

#endif
