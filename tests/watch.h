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
    double own_peak_mib; /**< its memory that is not shared, at most; 0 from
                              watch_run() */
};

/** Run a program, its output thrown away. Nothing is done meanwhile, so that
 *  what it measures is not disturbed.
 *  @param argv  argv[0] a path; NULL at the end. */
struct watched watch_run(const char *const argv[]);

/** The same, and look at its memory all the time. */
struct watched watch_memory(const char *const argv[]);

#endif
