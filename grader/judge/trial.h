/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_TRIAL_H
#define PARLAB_JUDGE_TRIAL_H

#include <setjmp.h>

#include "grader/judge/job.h"
#include "grader/judge/judge.h"
#include "grader/judge/machine.h"

/** @file A grading in progress, shared by judge.c, trial.c, compare.c and
 *  evidence.c. */

/** How a session differs that checks and does not judge. */
struct session_rules {
    enum build_variant variant; /**< of the binary */
    size_t frame_bytes_max; /**< larger calls are left out */
    int workers_min, workers_max; /**< so are those on fewer or more workers */
    double call_limit_s;
    enum board_order order; /**< in which workers begin */
    bool is_synchronous; /**< MPI_Send() waits for its receive */
    double end_s; /**< of clock_now_s(), after which nothing runs */
    /** Called after each call with what the runner has printed. */
    void (*heard)(void *context, const char *said, size_t n_bytes);
    void *context;
};

/** One grading, or the cases run once more for a checker. */
struct session {
    const struct judge_setup *setup;
    const struct session_rules *rules; /**< NULL when it judges */
    struct job *job; /**< NULL until the next call */
    int n_timed_out; /**< cases so far */
    const struct group *group; /**< of the running case, when it judges */
    int n_ended; /**< cases of this group that have cost their runner */
    int n_ended_all; /**< of all groups */
    const char *tampering; /**< the first that was seen; NULL for none */
    struct findings *findings; /**< of its calls; NULL: not wanted */
    uint64_t n_sends; /**< of MPI, that need not wait for their receive */
    bool is_over; /**< broken or stopped: no further case runs */
    bool is_repeat; /**< cases run again, to see what differs */
    enum judge_outcome outcome;
    struct fail fail;
    jmp_buf out; /**< of the running case */
};

enum { TRIAL_FRAMES_MAX = 32 };

struct trial {
    struct session *session;
    const char *name;
    size_t number;
    struct random random;
    struct frame *frames[TRIAL_FRAMES_MAX];
    size_t n_frames;
    enum case_cause cause;
    struct facts facts;
    char *message; /**< of the first failure */
};

/** Record the first failure of a case; takes over @p message. */
void trial_fail(struct trial *trial, enum case_cause cause, char *message);

/** Record the first failure of a case that returned; takes over
 *  @p message. */
void trial_fault(struct trial *trial, enum fault fault, char *message);

/** Describe what the candidate was given, shortened. @return new. */
char *trial_input_text(const struct trial *trial, const struct frame *frame);

/** The session's job, started when there is none.
 *  @return NULL: the session is over. */
struct job *session_job(struct session *session);

/** Run a call in the session's job; again in a new one when an earlier call
 *  has spoiled the job.
 *  @return 0; -1: there is no job, the session is over; or the rules leave
 *  the call out. */
int session_time(
    struct session *session, struct frame *frame, struct job_result *result);

/** Release what a case holds. */
void trial_clear(struct trial *trial);

#endif
