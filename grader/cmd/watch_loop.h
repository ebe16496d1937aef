/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_WATCH_LOOP_H
#define PARLAB_CMD_WATCH_LOOP_H

#include <stdbool.h>

#include "grader/course/course.h"

/** @file Checks at every save, until the user quits. */

/** What the command line asks for. */
struct watch_request {
    const struct exercise *exercise;
    const char *file; /**< NULL: the student's own in labs/ */
    const char *books;
    bool is_polled, no_sandbox;
    unsigned long long seed;
};

/** Check now and at every save. @return exit code of the last check. */
int watch_loop(const struct watch_request *request);

#endif
