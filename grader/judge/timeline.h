/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_TIMELINE_H
#define PARLAB_JUDGE_TIMELINE_H

#include <stddef.h>
#include <stdint.h>

/** @file
 *  Which worker did which task when, of exercises that record it: the calls
 *  file has an entry whose tasks note a span each (struct call_span of
 *  grader/runner/call.h) in the output "spans" of the frame. It is evidence,
 *  written by the candidate's own processes, and never a verdict. */

/** What workers did when. */
struct timeline {
    struct timeline_bar {
        int worker; /**< from 0, in the order of their first tasks */
        long task; /**< its number */
        double start_s; /**< since the first task was begun */
        double end_s;
    } * bars; /**< in the order of tasks */
    size_t n_bars;
};

/** Make a timeline of what a call has noted. Whatever cannot be a span (a
 *  task that did not run, an end before its start, more than an hour, more
 *  than 64 workers) is left out.
 *  @param words  three for each task: worker, start and end in nanoseconds
 *  @return  new bars in the result; none: n_bars is 0, bars NULL. */
struct timeline timeline_of_spans(const uint64_t words[], size_t n_tasks);

/** Release the bars. */
void timeline_free(struct timeline *timeline);

#endif
