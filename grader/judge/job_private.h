/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_JOB_PRIVATE_H
#define PARLAB_JUDGE_JOB_PRIVATE_H

#include "grader/channel/board.h"
#include "grader/channel/channel.h"
#include "grader/channel/record.h"
#include "grader/judge/job.h"
#include "grader/judge/mpi_record.h"
#include "grader/judge/tree.h"
#include "grader/sandbox/slot.h"

/** @file The parts of a job, for job*.c only. */

/* Of what a runner prints; a checker's report may come behind what a student
 * printed to understand a case. */
enum { JOB_SAID_MAX = 8192, JOB_SAID_CHECKED_MAX = 1 << 18 };

/** A process of the runner itself: the one, or a rank. */
struct job_main {
    pid_t pid; /**< as the judge sees it */
    int pidfd; /**< readable when it has ended; -1 */
    int socket; /**< -1 until it said hello */
};

/** A list of texts. */
struct names;

struct job {
    const struct exercise *exercise;
    pid_t sandbox; /**< outermost process, our child; 0 when reaped */
    int exit_status; /**< of it, once reaped */
    int n_ranks;
    struct job_main mains[BOARD_RANKS_MAX];
    pid_t *helpers; /**< bwrap, mpirun: never stopped */
    size_t n_helpers;
    int listener; /**< -1 without MPI */
    char *channel_path; /**< what it listens on; NULL without MPI */
    uint64_t token;
    int output; /**< what it prints; read end of a pipe */
    char *said;
    size_t n_said;
    size_t said_room;
    char *scratch;
    struct slot slot; /**< whose user the runner is */
    struct names *shm_before; /**< in /dev/shm; NULL where the runner has one
                                   of its own, or is ours */
    struct names *shm_used; /**< that the job's processes had mapped */
    int memory_fd;
    unsigned char *shared; /**< board, record, frame */
    size_t shared_bytes;
    size_t record_bytes; /**< 0 without MPI */
    struct mpi_watch watch; /**< for calls that cannot end */
    uint64_t sequence;
    enum board_order order; /**< of the next calls */
    bool takes_turns;
    struct process *stopped; /**< the candidate's, as job_stop() left them */
    size_t n_stopped;
    struct task_usage *before; /**< counters at "ready" */
    size_t n_before;
    uint64_t faults_before;
    int descriptors_before;
    struct task_usage *idle; /**< counters since it was stopped */
    size_t n_idle;
    cpu_set_t cpus; /**< that its workers got */
    bool is_bound; /**< to these, and not on a machine of others */
    bool is_timed;
    bool is_ours; /* runs no code of a stranger */
    bool has_gone; /**< code of the candidate has run in it */
    const char *tampering; /**< the first that was seen; NULL */
    enum sandbox_layer layer;
    bool is_killed; /**< what is left is to wait for its end */
    bool is_usable;
    const struct job_debugger *debugger; /**< NULL for none, or none more */
    pid_t debugger_pid; /**< 0: not started yet, or has ended */
};

/** Processes of the candidate: those that descend from the sandbox and are
 *  no helpers.
 *  @return new array of mem_grow(). */
struct process *job_processes(
    const struct job *job, const struct tree *tree, size_t *n_processes);

/** Stop all processes of a job, wait until they are, and note them; note
 *  them only while a debugger holds one.
 *  @return false: some did not stop in ten seconds. */
bool job_stop(struct job *job);

/** Let the processes run that job_stop() has noted, but for those of the
 *  ranks from @p n_ranks on. */
void job_continue(struct job *job, int n_ranks);

/** What runner and judge both write to. */
struct board *job_board(struct job *job);

/** What MPI functions note; NULL without MPI. */
struct record *job_record(struct job *job);

/** The packed frame. */
unsigned char *job_frame(struct job *job);

/** How many processes a call has: its ranks, or one. */
int job_ranks_of_call(const struct job_turn *turn);

/** Note the counters of all tasks, at "ready". */
void job_count_before(struct job *job);

/** Set what a call's workers did, from the counters of all tasks once they
 *  are stopped, and note these as job_guard_rest() does.
 *  @param window_s  the call's time. */
void job_count_after(struct job_turn *turn, double window_s);

/** Take what the job has printed; never blocks. */
void job_drain(struct job *job);

/** Enlarge the shared memory to hold a frame. @return 0, or -1. */
int job_reserve(struct job *job, size_t frame_bytes);

/** Note what its processes, all stopped, have used so far. */
void job_guard_rest(struct job *job);

/** See whether it rested since then. */
void job_guard_rested(struct job *job);

/** See whether all workers are on the cores that they got.
 *  @param tasks  of the candidate, stopped. */
void job_guard_cores(
    struct job *job, const struct task_usage tasks[], size_t n_tasks);

/** Find what a call uses too much of, while it runs.
 *  @param[out] text  what and how much, for the student; @p room bytes
 *  @return whether there is something. */
bool job_guard_excess(const struct job *job, char *text, size_t room);

/** Tell the record of an MPI job, which is empty, about a call. */
void job_mpi_start(struct job_turn *turn);

/** Look whether ranks of a call wait for each other; what is found is in the
 *  result then. Without MPI they never do.
 *  @param since_s  when the call began. */
bool job_mpi_is_stuck(struct job_turn *turn, double since_s);

/** See what the record says of a call that is over. */
void job_mpi_after(struct job_turn *turn);

/** Start the debugger, once, and wait until it holds the runner.
 *  @param n_ranks  of the call; another rank than these is not debugged. */
void job_debug_start(struct job *job, int n_ranks);

/** Wait, while the debugger runs, for a message or for the runner's end. */
void job_debug_wait(struct job *job);

/** Close the channel, so that the runner ends, and wait until the user has
 *  left the debugger. */
void job_debug_end(struct job *job);

/** Keep account of the sandboxes that run, to tell strays from them. */
void job_remember(pid_t sandbox, bool is_running);

/** Reap the sandbox when it has ended. */
void job_reap(struct job *job);

/** Without a sandbox /dev/shm is everybody's. What the job's processes have
 *  mapped there, and was not there before the job, is the job's.
 *  @return new list of what is there now; release with job_shm_free(). */
struct names *job_shm_list(void);
void job_shm_free(struct names *names);

/** Note the objects that the job's processes have mapped by now. */
void job_shm_note(struct job *job);

/** Remove the objects that are the job's. */
void job_shm_sweep(const struct job *job);

#endif
