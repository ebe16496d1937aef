/* SPDX-License-Identifier: MIT */
#include "grader/judge/job_private.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* stop -> "ready" -> stop -> "go" -> "done" -> stop. The clock is this
 * process's own, read right before "go" is sent and right after poll() has
 * returned with "done". Counters are read outside of that time. Only a "done"
 * of this call's sequence counts, and only after its "ready".
 * What is timed gets its inputs while it is stopped after "ready": a thread
 * that an earlier call has left behind, or a handler of the signal by which it
 * is continued, could compute the answer before the clock runs. */

enum { LOAD_LIMIT_S = 30 };
#define LOOK_SECONDS 0.1 /* between looks at what a call uses */

static void end_turn(
    struct job_turn *turn, enum job_outcome outcome, const char *text)
{
    turn->result.outcome = outcome;
    turn->job->is_usable = false;
    if (text != NULL)
        snprintf(turn->result.text, sizeof turn->result.text, "%s", text);
    text_mend_end(turn->result.text);
}

/* Hand a fresh copy of the frame to the runner and let it run. */
static void load(struct job_turn *turn)
{
    struct job *job = turn->job;
    const int n_ranks = job_ranks_of_call(turn);
    turn->result = (struct job_result){.outcome = JOB_DONE};
    if (!job->is_usable || n_ranks < 1 || n_ranks > job->n_ranks)
        fail_grader(
            "a call on %d ranks of a job with %d", n_ranks, job->n_ranks);
    if (job_reserve(job, frame_packed_bytes(turn->frame)) != 0) {
        end_turn(turn, JOB_TROUBLE, "no memory for the frame");
        return;
    }
    memset(job->shared, 0, BOARD_BYTES + job->record_bytes);
    job_board(job)->is_watched = !job->is_timed;
    job_board(job)->order = job->order;
    job_board(job)->takes_turns = job->takes_turns;
    job_board(job)->times_fork = turn->times_fork;
    frame_pack(turn->frame, job->is_timed, job_frame(job));
    job_mpi_start(turn);
    job->sequence++;
    job->n_said = 0;
    job_guard_rested(job);
    job_continue(job, n_ranks);
    for (int r = 0; r < n_ranks; r++) {
        struct message run = {.kind = MESSAGE_RUN,
            .sequence = job->sequence,
            .size_bytes = job->shared_bytes};
        if (channel_send(job->mains[r].socket, &run, -1) != 0)
            end_turn(turn, JOB_CRASHED, NULL);
    }
}

/* By what a runner ended: its own note, else the sandbox's exit status. */
static void find_cause(struct job_turn *turn, int rank)
{
    struct job *job = turn->job;
    struct job_result *result = &turn->result;
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    job_drain(job);
    job_reap(job);
    for (int r = 0; r < job->n_ranks; r++) {
        const uint32_t noted = atomic_load(&job_board(job)->ranks[r].signal);
        if (noted == 0 || noted > 64)
            continue;
        result->signal = (int)noted;
        rank = r;
        break;
    }
    const int status = job->exit_status;
    if (result->signal == 0 && job->sandbox == 0 && job->n_ranks == 1) {
        if (WIFSIGNALED(status))
            result->signal = WTERMSIG(status);
        else if (WIFEXITED(status) && WEXITSTATUS(status) > 128)
            result->signal = WEXITSTATUS(status) - 128;
    }
    result->ranks = 1ull << rank;
    char *said = text_safe(job->said, job->n_said, 400);
    end_turn(turn, JOB_CRASHED, said);
    free(said);
}

/* An MPI rank that waits is busy: the record of its calls tells. */
static void find_sleepers(struct job_turn *turn)
{
    struct tree tree = tree_read();
    size_t n;
    struct process *processes = job_processes(turn->job, &tree, &n);
    pid_t *pids = mem_new(n + 1, sizeof *pids);
    for (size_t i = 0; i < n; i++)
        pids[i] = processes[i].pid;
    turn->result.sleepers = sleepers_find(pids, n);
    free(pids);
    free(processes);
    tree_free(&tree);
}

static void find_late_ranks(struct job_turn *turn)
{
    if (turn->job->exercise->kind != KIND_MPI)
        find_sleepers(turn);
    for (int r = 0; r < job_ranks_of_call(turn); r++)
        if (atomic_load(&job_board(turn->job)->ranks[r].state) !=
            BOARD_FINISHED)
            turn->result.ranks |= 1ull << r;
    end_turn(turn, JOB_TIMED_OUT, NULL);
}

/* It is still running, and perhaps growing, or waiting for itself. */
static void find_excess(struct job_turn *turn, double since_s)
{
    char text[200];
    if (job_mpi_is_stuck(turn, since_s)) {
        find_late_ranks(turn);
        return;
    }
    turn->result.is_excess = job_guard_excess(turn->job, text, sizeof text);
    if (turn->result.is_excess)
        end_turn(turn, JOB_CRASHED, text);
}

/* Read the channel. @return whether the awaited message is there. */
static bool hear(struct job_turn *turn, uint32_t awaited)
{
    struct message message;
    struct job *job = turn->job;
    if (channel_receive(job->mains[0].socket, &message, false, NULL) != 0) {
        if (errno != EAGAIN)
            find_cause(turn, 0);
        return false;
    }
    if (message.sequence != job->sequence)
        return false;
    if (message.kind == awaited)
        return true;
    if (message.kind == MESSAGE_TROUBLE && !job->has_gone) {
        char *text = text_safe(message.text, strlen(message.text), 128);
        end_turn(turn, JOB_TROUBLE, text);
        free(text);
        return false;
    }
    /* After "go" it may have been the candidate that spoke. */
    turn->result.is_spoiled = awaited == MESSAGE_READY;
    end_turn(turn, JOB_CRASHED, "the runner spoke out of turn");
    return false;
}

enum { FDS_OF_JOB = 2 + BOARD_RANKS_MAX };

/* Channel, output, and the end of each process. */
static size_t add_fds(const struct job_turn *turn, struct pollfd *fds)
{
    const struct job *job = turn->job;
    size_t n = 0;
    fds[n++] = (struct pollfd){job->mains[0].socket, POLLIN, 0};
    fds[n++] = (struct pollfd){job->output, POLLIN, 0};
    for (int r = 0; r < job->n_ranks; r++)
        fds[n++] = (struct pollfd){job->mains[r].pidfd, POLLIN, 0};
    return n;
}

/* Look at what poll() has found for one job.
 * @return whether the awaited message has come. */
static bool look(
    struct job_turn *turn, const struct pollfd *fds, uint32_t awaited)
{
    if (fds[1].revents != 0)
        job_drain(turn->job);
    if (fds[0].revents != 0 && hear(turn, awaited))
        return true;
    for (int r = 0; r < turn->job->n_ranks; r++)
        if (turn->result.outcome == JOB_DONE && fds[2 + r].revents != 0)
            find_cause(turn, r);
    return false;
}

static int to_ms(double seconds)
{
    return seconds > 0 ? (int)(seconds * 1000) + 1 : 0;
}

/* Wait until every job has sent a message or failed. What is over its time is
 * over whatever it prints meanwhile.
 * @param[out] at_s  when it arrived. */
static void await(struct job_turn turns[], size_t n_turns, uint32_t awaited,
    double limit_s, double at_s[])
{
    struct pollfd *fds = mem_new(n_turns * FDS_OF_JOB, sizeof *fds);
    bool *is_here = mem_new(n_turns, sizeof *is_here);
    const double start_s = clock_now_s(), end_s = start_s + limit_s;
    double look_s = start_s + LOOK_SECONDS;
    for (;;) {
        size_t n = 0;
        for (size_t i = 0; i < n_turns; i++)
            if (!is_here[i] && turns[i].result.outcome == JOB_DONE)
                n += add_fds(&turns[i], fds + n);
        if (n == 0)
            break;
        const int ready =
            interrupt_poll(fds, n, to_ms(fmin(end_s, look_s) - clock_now_s()));
        const double now_s = clock_now_s();
        const bool has_to_look = now_s >= look_s;
        size_t next = 0;
        for (size_t i = 0; i < n_turns; i++) {
            struct job_turn *turn = &turns[i];
            if (is_here[i] || turn->result.outcome != JOB_DONE)
                continue;
            if (ready < 0)
                end_turn(turn, JOB_STOPPED, NULL);
            else if (ready > 0 && look(turn, fds + next, awaited))
                is_here[i] = true;
            else if (turn->result.outcome == JOB_DONE && now_s > end_s)
                find_late_ranks(turn);
            else if (turn->result.outcome == JOB_DONE && has_to_look)
                find_excess(turn, start_s);
            if (is_here[i])
                at_s[i] = now_s;
            next += 2 + (size_t)turn->job->n_ranks;
        }
        if (has_to_look)
            look_s = clock_now_s() + LOOK_SECONDS;
    }
    free(is_here);
    free(fds);
}

/* All are ready: note where they stand, and give them what was withheld. */
static void prepare_to_go(struct job_turn *turn)
{
    struct job *job = turn->job;
    const int n_ranks = job_ranks_of_call(turn);
    if (job->is_timed) {
        job_stop(job);
        frame_pack(turn->frame, false, job_frame(job));
    }
    job_count_before(job);
    if (job->is_timed)
        job_continue(job, n_ranks);
    job_debug_start(job, n_ranks);
    job->has_gone = true;
}

/* @param ended_s  when its "done" arrived; only with JOB_DONE. */
static void finish(struct job_turn *turn, double started_s, double ended_s)
{
    struct job *job = turn->job;
    if (!job_stop(job) && turn->result.outcome == JOB_DONE)
        end_turn(turn, JOB_CRASHED, "it could not be stopped");
    if (turn->result.outcome == JOB_TIMED_OUT)
        job_count_after(turn, clock_now_s() - started_s);
    job_mpi_after(turn);
    if (turn->result.outcome == JOB_DONE) {
        /* Finding and stopping all processes takes long on a busy machine:
         * that time is not the candidate's. */
        turn->result.seconds = ended_s - started_s;
        job_count_after(turn, turn->result.seconds);
        turn->result.changed_input = frame_unpack(turn->frame, job_frame(job));
    }
    turn->result.tampering = job->tampering;
}

void job_time(struct job_turn turns[], size_t n_turns, double limit_s)
{
    double *go_s = mem_new(n_turns, sizeof *go_s);
    double *done_s = mem_new(n_turns, sizeof *done_s);
    for (size_t i = 0; i < n_turns; i++)
        load(&turns[i]);
    for (size_t i = 0; i < n_turns; i++)
        job_debug_wait(turns[i].job);
    await(turns, n_turns, MESSAGE_READY, LOAD_LIMIT_S, done_s);
    for (size_t i = 0; i < n_turns; i++)
        if (turns[i].result.outcome == JOB_DONE)
            prepare_to_go(&turns[i]);
    for (size_t i = 0; i < n_turns; i++) {
        struct job *job = turns[i].job;
        struct message go = {.kind = MESSAGE_GO, .sequence = job->sequence};
        go_s[i] = clock_now_s();
        if (turns[i].result.outcome == JOB_DONE)
            channel_send(job->mains[0].socket, &go, -1);
    }
    for (size_t i = 0; i < n_turns; i++)
        job_debug_wait(turns[i].job);
    await(turns, n_turns, MESSAGE_DONE, limit_s, done_s);
    for (size_t i = 0; i < n_turns; i++)
        finish(&turns[i], go_s[i], done_s[i]);
    free(go_s);
    free(done_s);
}
