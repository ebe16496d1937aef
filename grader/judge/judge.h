/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_JUDGE_H
#define PARLAB_JUDGE_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "grader/base/fail.h"
#include "grader/course/course.h"
#include "grader/judge/cases.h"
#include "grader/judge/facts.h"
#include "grader/judge/finding.h"
#include "grader/judge/job.h"
#include "grader/judge/timeline.h"
#include "grader/sandbox/sandbox.h"

/** @file
 *  Correctness: all cases of an exercise run against a candidate's runner,
 *  as CUnit suites, and what was seen of workers at work. */

/** What to judge, and how. */
struct judge_setup {
    const struct exercise *exercise;
    const char *binary; /**< the candidate's runner */
    const char *folder; /**< private folder */
    enum sandbox_layer layer;
    uint64_t seed;
    int n_workers; /**< for the evidence of concurrency */
    size_t only_case; /**< number of the one case to run; 0 for all */
    bool has_timeline; /**< record one, where the exercise can */
    bool is_verbose;
    const struct job_debugger *debugger; /**< for the one case; NULL for none */
    const char *repeat; /**< command that repeats the grading */
    /** Called before each case; may be NULL. */
    void (*progress)(size_t n_done, size_t n_cases);
    /** Called before workers are looked for, which other programs disturb.
     *  @return 0; -1: a signal asks to stop. May be NULL. */
    int (*be_alone)(void);
};

/** Why a case failed. */
enum case_cause {
    CASE_PASSED,
    CASE_WRONG, /**< a value differs, or something was left behind */
    CASE_CRASHED,
    CASE_TIMED_OUT,
    CASE_NOT_RUN, /**< too many cases before it ran out of time */
};

/** What became of one case. */
struct case_result {
    size_t number; /**< as for --case, from 1 */
    const struct group *group;
    char *name;
    enum case_cause cause;
    char *message; /**< NULL when it passed */
    struct facts facts;
};

/** A case that gave a wrong answer, run again with the same input. */
struct repeats {
    size_t number; /**< of the case; 0: none was repeated */
    int n_runs; /**< the first one included */
    int n_passed;
    int n_answers; /**< how many different ones came, right ones included */
    int n_untouched; /**< repeats in which nothing that the candidate writes
                          had changed when it returned, though workers had
                          been there */
};

/** What was seen of workers at work, in runs of the timed input. The first
 *  and third are of the last run. */
struct work_seen {
    double concurrency; /**< workers at work on average */
    int n_workers; /**< that were asked for */
    int n_busy; /**< at work for a tenth of the time or more */
    double lock_wait; /**< share of all workers' time in which they waited for
                           locks; median */
    double started_per_s; /**< workers that were started, and ended */
    double busiest; /**< work of the one that did most, over what one worker
                         alone needs for all; median. 0: was not looked at */
    double total; /**< work of all, likewise */
    double in_turns; /**< the same where all had one core and took turns on it,
                          if they shared; 0: was not looked at */
    double region_s; /**< what one worker alone needs for each of the parallel
                          regions of OpenMP; median. 0: there were none */
    double alone; /**< workers that shared the work where one was asked for;
                       median */
};

/** What became of all. */
struct correctness {
    struct case_result *cases;
    size_t n_cases;
    bool is_observed; /**< the next ones were looked for */
    bool is_concurrent; /**< several workers were at work, and shared it */
    bool is_repeated; /**< several were at work, but one of them did what one
                           alone does, or all together a multiple of it */
    bool is_oversubscribed; /**< several were at work where a single one was
                                 asked for, and did as much there */
    bool is_cut_short; /**< a run in which it was looked for came to no end */
    struct work_seen work;
    struct repeats repeats;
    const char *tampering; /**< what it did to look better than it is; NULL
                                for nothing; lives for ever */
    struct findings findings; /**< besides the cases */
    uint64_t n_sends; /**< of MPI, that need not wait for their receive */
    struct timeline timeline; /**< without bars: none was recorded */
};

enum judge_outcome {
    JUDGE_DONE,
    JUDGE_BROKEN, /**< the grader's own failure */
    JUDGE_NO_CASE, /**< the one case that was asked for */
    JUDGE_STOPPED, /**< a signal asked us to stop */
};

/** Judge a candidate. One grading at a time in a process.
 *  @param[out] correctness  release with judge_free() after JUDGE_DONE. */
enum judge_outcome judge_candidate(const struct judge_setup *setup,
    struct correctness *correctness, struct fail *fail);

void judge_free(struct correctness *correctness);

/** Why there is no evidence of concurrency, as the first half of a sentence.
 *  @return borrowed; NULL: there is, or it was not looked for. */
const char *judge_why_serial(const struct correctness *correctness);

/** Take the names of objects in /dev/shm that are new and that no process has
 *  open: some may be the candidate's.
 *  @return new text, made harmless; NULL: none since the last call. */
char *judge_take_left(void);

/** Find the cases of an exercise. @return NULL when it has none. */
const struct exercise_cases *judge_cases(const struct exercise *exercise);

/** Set the folder of the books for trial_books(). @param folder  borrowed. */
void judge_set_books(const char *folder);

#endif
