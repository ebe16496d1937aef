/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_WATCH_H
#define PARLAB_TESTS_WATCH_H

#include <stddef.h>

/** @file Run a program and see what it costs. */

/** What a run came to. */
struct watched {
    int code; /**< exit code; -1 when it could not be run */
    double seconds; /**< wall time */
    double own_cpu_s; /**< of the process itself, without its children */
    double own_peak_mib; /**< its memory that is not shared, at most */
};

/** Run a program, its output thrown away.
 *  @param argv  argv[0] a path; NULL at the end. */
struct watched watch_run(const char *const argv[]);

#endif
