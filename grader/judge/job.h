/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_JOB_H
#define PARLAB_JUDGE_JOB_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "grader/base/fail.h"
#include "grader/build/build.h"
#include "grader/channel/board.h"
#include "grader/channel/frame.h"
#include "grader/course/course.h"
#include "grader/judge/finding.h"
#include "grader/judge/sleepers.h"
#include "grader/sandbox/sandbox.h"

/** @file
 *  A running runner, seen from the judge: one process, or one MPI job, that
 *  serves calls until it is ended. Between calls all its processes are
 *  stopped. */

/** A debugger for the calls of a job. While it runs there is no time limit,
 *  and nothing is stopped or measured. */
struct job_debugger {
    int rank; /**< with MPI; else 0 */
    /** Start it on a runner that waits for its first call.
     *  @return its pid, a child of this process; -1. */
    pid_t (*start)(const struct job_debugger *debugger, pid_t runner);
    const struct exercise *exercise;
    const char *sources; /**< folder with the candidate's source */
};

/** How to start one. */
struct job_setup {
    const struct exercise *exercise;
    const char *binary; /**< runner of build_runner() */
    enum build_variant variant; /**< of the binary */
    const char *folder; /**< private folder; the job makes its own below */
    enum sandbox_layer layer;
    int n_workers; /**< OMP_NUM_THREADS; with MPI the ranks of the job */
    cpu_set_t cpus; /**< cores to run on */
    bool is_timed; /**< waiting threads spin, as they do by default, and the
                        inputs are withheld until it goes */
    bool takes_turns; /**< workers leave their core to each other after every
                           tick of the clock */
    bool is_ours; /**< it runs no code of a stranger: what was left behind
                       elsewhere is not its own */
    bool is_verbose; /**< print the command line on stderr */
    const struct job_debugger *debugger; /**< NULL for none */
};

enum job_outcome {
    JOB_DONE,
    JOB_CRASHED, /**< a process of the runner ended */
    JOB_TIMED_OUT,
    JOB_TROUBLE, /**< runner and judge do not fit: ours */
    JOB_STOPPED, /**< a signal asked us to stop */
};

/** What one call came to. */
struct job_result {
    enum job_outcome outcome;
    double seconds; /**< from "go" to "done" */
    uint64_t ranks; /**< bit r: rank r crashed, or had not returned */
    int signal; /**< that ended it; 0 when unknown or none */
    double cpu_s; /**< of all threads and processes, ended ones too */
    double delay_s; /**< they were runnable and did not run */
    long switches; /**< times that one of them was given a core */
    long faults; /**< page faults */
    double concurrency; /**< workers at work on average */
    double lock_wait_s; /**< of all workers, for locks; not in a timed job */
    double fork_s; /**< to fork a process that looks at the shared memory
                        and ends, and wait for it; 0: was not asked for */
    long n_ended; /**< threads and processes that ended during the call */
    long n_regions; /**< parallel regions of OpenMP that began, as far as gcc
                         has made them */
    int n_busy; /**< workers that were at work for a tenth of the time */
    double busiest_s; /**< processor time of the worker that had most, or the
                           mean where they were too many; with MPI, outside
                           of MPI functions */
    int children_left; /**< processes of the candidate that are there still */
    int zombies_left; /**< of these have ended, and nobody waited for them */
    struct sleepers sleepers; /**< of a call that ran out of time */
    int busiest_rank; /**< with MPI */
    double others_share; /**< of their processor time that the other ranks
                              spent inside MPI, at least */
    double mpi_share; /**< of its time that every rank spent inside MPI, not
                           waiting for others to come */
    struct finding finding; /**< what MPI functions noted; its name is NULL
                                 for nothing. With JOB_TIMED_OUT: why the
                                 call could not end */
    uint64_t n_sends; /**< that need not wait for their receive */
    int descriptors_left; /**< more open than before the call */
    const char *changed_input; /**< name, or NULL; borrowed from the frame */
    bool is_spoiled; /**< the runner spoke out of turn before it was told to
                          go: an earlier call has spoiled it */
    const char *tampering; /**< what it did to look better than it is; NULL
                                for nothing; lives for ever */
    bool is_excess; /**< it was ended for what it used, which the text says */
    char text[512]; /**< what the runner printed, made harmless */
};

/** One job's part in something that is timed. */
struct job_turn {
    struct job *job;
    struct frame *frame;
    bool is_synchronous; /**< with MPI: every send waits for its receive */
    bool times_fork; /**< without MPI: the runner forks first, see fork_s */
    struct job_result result;
};

struct job;

/** Start a runner and wait until it says hello.
 *  @return  new (end with job_end()); stopped until its first call;
 *  @return  NULL: no MPI, no memory, …; the reason is for the user. */
struct job *job_start(const struct job_setup *setup, struct fail *fail);

/** The same in two steps, so that several start at once: launch them all,
 *  then await each. */
struct job *job_launch(const struct job_setup *setup, struct fail *fail);
int job_await_start(struct job *job, struct fail *fail);

/** Run one call in each of several jobs at the same time: all get ready,
 *  then all go. The frames' outputs are filled in. A job whose outcome is
 *  not JOB_DONE, or that left children behind, can only be ended.
 *  @param limit_s  wall time for a call. */
void job_time(struct job_turn turns[], size_t n_turns, double limit_s);

/** Say what a job, which is stopped, did to look better than it is, until
 *  this moment. @return NULL: nothing; else it lives for ever. */
const char *job_tampering(struct job *job);

/** Set the order in which the workers of the next calls begin. */
void job_set_order(struct job *job, enum board_order order);

/** What the runner has printed since its last call began, hostile bytes.
 *  @return borrowed until the job's next call or end. */
const char *job_said(struct job *job, size_t *n_bytes);

/** Let a runner that waits for a call end by itself, so that it can say what
 *  it has to say at its end; afterwards the job can only be ended. */
void job_finish(struct job *job, double limit_s);

/** Say whether a job can take another call. */
bool job_is_usable(const struct job *job);

/** Begin to end a job: it runs no more, and job_end() has less to wait for.
 *  NULL is fine. */
void job_kill(struct job *job);

/** End a job: kill what is left of it, reap, remove its files and
 *  shared-memory objects. NULL is fine. */
void job_end(struct job *job);

#endif
