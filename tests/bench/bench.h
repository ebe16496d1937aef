/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_BENCH_H
#define PARLAB_TESTS_BENCH_H

#include <stdio.h>

#include "grader/course/course.h"
#include "grader/stats/stats.h"

/** @file
 *  "make bench": the figures of docs/benchmarks.md, measured and written. A
 *  chapter is a function that measures and writes Markdown. What cannot be
 *  measured here is said in place of its figure. */

/** What the chapters need at hand. */
struct bench {
    const struct course *course;
    const char *folder; /**< private, for files of any sort */
    int n_workers; /**< as many as the course grades on, or this machine has */
};

/** Say on standard error what is being done. */
void bench_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Checks after a save, and what of that is parlab's own. */
void bench_checks(const struct bench *bench, FILE *to);

/** Gradings of all references: what they take, and the references against
 *  their baselines, copies and limits. */
void bench_grades(const struct bench *bench, FILE *to);

/** Gradings of all references with and without a box around the candidate. */
void bench_box(const struct bench *bench, FILE *to);

/** From "go" to "done" around a call that does nothing. */
void bench_overhead(const struct bench *bench, FILE *to);

/** Median rate in bytes per second at which workers, each bound to a core,
 *  read again and again over memory of their own.
 *  @param bytes  of each worker; >= 64 */
double bench_read_rate(int n_workers, size_t bytes);

#endif
