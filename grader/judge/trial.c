/* SPDX-License-Identifier: MIT */
#include "grader/judge/trial.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/clock.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"

/* A case only ever ends in one of three ways: it passed, the candidate
 * failed it (with the first reason), or the session is over because we
 * failed or were stopped. A crash costs its case; the next one gets a new
 * runner. */

/* A group earns nothing once one of its cases has failed. A case that costs
 * its runner costs the time to start the next one, with MPI most of all, and
 * a few of them say as much as many. */
enum { TIME_OUTS_MAX = 2, RUNNERS_MAX = 3, RUNNERS_ALL_MAX = 6, MPI_RANKS = 8 };

static const char *books_folder;

void judge_set_books(const char *folder)
{
    books_folder = folder;
}

const char *trial_books(void)
{
    return books_folder;
}

struct random *trial_random(struct trial *trial)
{
    return &trial->random;
}

struct frame *trial_frame(struct trial *trial, const char *entry)
{
    if (trial->n_frames == TRIAL_FRAMES_MAX)
        fail_grader("a case with more than %d calls", TRIAL_FRAMES_MAX);
    return trial->frames[trial->n_frames++] = frame_new(entry);
}

void trial_clear(struct trial *trial)
{
    for (size_t i = 0; i < trial->n_frames; i++)
        frame_free(trial->frames[i]);
    free(trial->message);
}

void trial_fail(struct trial *trial, enum case_cause cause, char *message)
{
    if (trial->message != NULL) {
        free(message);
        return;
    }
    trial->cause = cause;
    trial->message = message;
}

void trial_fault(struct trial *trial, enum fault fault, char *message)
{
    if (trial->message == NULL)
        trial->facts.fault = fault;
    trial_fail(trial, CASE_WRONG, message);
}

void trial_broken(struct trial *trial, const char *format, ...)
{
    struct session *session = trial->session;
    va_list args;
    va_start(args, format);
    vsnprintf(session->fail.text, sizeof session->fail.text, format, args);
    va_end(args);
    session->is_over = true;
    session->outcome = JUDGE_BROKEN;
    longjmp(session->out, 1);
}

static void end_session(struct session *session, enum judge_outcome outcome)
{
    session->is_over = true;
    session->outcome = outcome;
}

struct job *session_job(struct session *session)
{
    const struct judge_setup *setup = session->setup;
    if (job_is_usable(session->job))
        return session->job;
    job_end(session->job);
    const bool is_mpi = setup->exercise->kind == KIND_MPI;
    struct job_setup start = {.exercise = setup->exercise,
        .binary = setup->binary,
        .folder = setup->folder,
        .layer = setup->layer,
        .n_workers = is_mpi && setup->n_workers < MPI_RANKS ? MPI_RANKS
                                                            : setup->n_workers,
        .is_verbose = setup->is_verbose,
        .debugger = setup->debugger};
    if (session->rules != NULL)
        start.variant = session->rules->variant;
    if (session->rules != NULL && is_mpi)
        start.n_workers = session->rules->workers_max;
    start.cpus = machine_cpus(setup->n_workers);
    session->job = job_start(&start, &session->fail);
    if (session->job == NULL)
        end_session(
            session, interrupt_signal() != 0 ? JUDGE_STOPPED : JUDGE_BROKEN);
    return session->job;
}

/* How long a call may take; 0 or less: it is left out. */
static double limit_of(const struct session *session, const struct frame *frame)
{
    const struct session_rules *rules = session->rules;
    const double limit_s = session->setup->exercise->limits.case_seconds;
    if (rules == NULL)
        return limit_s;
    const int n_workers = frame_workers(frame);
    if (frame_packed_bytes(frame) > rules->frame_bytes_max ||
        n_workers < rules->workers_min || n_workers > rules->workers_max)
        return 0;
    const double left_s = rules->end_s - clock_now_s();
    return left_s <= 0 ? 0 : fmin(fmin(limit_s, left_s), rules->call_limit_s);
}

int session_time(
    struct session *session, struct frame *frame, struct job_result *result)
{
    const double limit_s = limit_of(session, frame);
    if (limit_s <= 0)
        return -1;
    /* What an earlier call has spoiled says nothing about this one. */
    for (int attempt = 0; attempt < 2; attempt++) {
        struct job_turn turn = {.job = session_job(session), .frame = frame};
        if (turn.job == NULL)
            return -1;
        if (session->rules != NULL) {
            turn.is_synchronous = session->rules->is_synchronous;
            job_set_order(turn.job, session->rules->order);
        }
        job_time(&turn, 1, limit_s);
        *result = turn.result;
        if (session->tampering == NULL)
            session->tampering = result->tampering;
        if (!result->is_spoiled)
            break;
        session->n_ended++;
        session->n_ended_all++;
    }
    if (result->finding.name != NULL && session->findings != NULL)
        findings_add(session->findings, result->finding.name, "%s",
            result->finding.evidence);
    session->n_sends += result->n_sends;
    if (session->rules != NULL) {
        size_t n_bytes;
        const char *said = job_said(session->job, &n_bytes);
        session->rules->heard(session->rules->context, said, n_bytes);
    }
    return 0;
}

/* "rank 1", "ranks 0 and 2"; nothing without MPI. */
static void print_ranks(FILE *to, uint64_t ranks)
{
    const int n = __builtin_popcountll(ranks);
    fputs(n == 1 ? "rank" : "ranks", to);
    for (int r = 0, k = 0; r < 64; r++) {
        if ((ranks >> r & 1) == 0)
            continue;
        fprintf(to, "%s%d", k == 0 ? " " : k == n - 1 ? " and " : ", ", r);
        k++;
    }
}

static void print_cause(
    FILE *to, const struct trial *trial, const struct job_result *result)
{
    const struct exercise *exercise = trial->session->setup->exercise;
    const bool is_mpi = exercise->kind == KIND_MPI && result->ranks != 0;
    if (result->outcome == JOB_TIMED_OUT && result->finding.name != NULL) {
        fprintf(to, "it could not go on: %s\n", result->finding.evidence);
        return;
    }
    if (is_mpi)
        print_ranks(to, result->ranks);
    else
        fputs("the program", to);
    if (result->outcome == JOB_TIMED_OUT)
        fprintf(
            to, " had not returned after %d s", exercise->limits.case_seconds);
    else if (result->is_excess)
        fprintf(to, " was ended: %s", result->text);
    else if (result->signal != 0)
        fprintf(to, " was ended by signal %d (%s)", result->signal,
            strsignal(result->signal));
    else
        fputs(" ended instead of returning", to);
    fputc('\n', to);
    if (result->text[0] != '\0' && !result->is_excess)
        fprintf(to, "it said    %s%s", result->text,
            result->text[strlen(result->text) - 1] == '\n' ? "" : "\n");
}

static void fail_call(struct trial *trial, const struct frame *frame,
    const struct job_result *result)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = mem_stream(&text, &size);
    print_cause(to, trial, result);
    char *input = trial_input_text(trial, frame);
    fprintf(to, "input      %s", input);
    free(input);
    fclose(to);
    const bool is_late = result->outcome == JOB_TIMED_OUT;
    trial->facts.sleepers = result->sleepers;
    trial->session->n_timed_out += is_late;
    trial_fail(trial, is_late ? CASE_TIMED_OUT : CASE_CRASHED, text);
}

/* What a call that returned must not leave behind. */
static void check_tidy(struct trial *trial, const struct job_result *result)
{
    const int n_zombies = result->zombies_left;
    if (result->changed_input != NULL)
        trial_fault(trial, FAULT_INPUT,
            mem_format("the input %s was changed; the contract has it const",
                result->changed_input));
    if (result->children_left > 0)
        trial_fault(trial,
            n_zombies == result->children_left ? FAULT_ZOMBIES : FAULT_CHILDREN,
            mem_format("%d child process%s left after the return: %s",
                result->children_left,
                result->children_left == 1 ? " was" : "es were",
                n_zombies == result->children_left
                    ? "ended, and nobody has waited for it"
                    : "still running"));
    if (result->descriptors_left > 0)
        trial_fault(trial, FAULT_DESCRIPTORS,
            mem_format("%d file descriptor%s still open after the return",
                result->descriptors_left,
                result->descriptors_left == 1 ? " was" : "s were"));
}

bool trial_call(struct trial *trial, struct frame *frame, int n_workers)
{
    struct session *session = trial->session;
    if (session->is_over || session->n_timed_out >= TIME_OUTS_MAX) {
        trial_fail(trial, CASE_NOT_RUN,
            mem_format("not run: %d cases before it ran out of time",
                session->n_timed_out));
        return false;
    }
    /* A program that crashes everywhere is not waited for in every group. */
    if (session->n_ended >=
        (session->n_ended_all < RUNNERS_ALL_MAX ? RUNNERS_MAX : 1)) {
        trial_fail(trial, CASE_NOT_RUN,
            mem_format("not run: after %d case%s of this group the program had "
                       "to be started again",
                session->n_ended, session->n_ended == 1 ? "" : "s"));
        return false;
    }
    frame_set_workers(frame, n_workers);
    facts_note_call(&trial->facts, frame, n_workers);
    struct job_result result;
    const uint64_t updates =
        session->is_repeat ? facts_digest_updates(frame) : 0;
    if (session_time(session, frame, &result) != 0)
        return false;
    session->n_ended += !job_is_usable(session->job);
    session->n_ended_all += !job_is_usable(session->job);
    trial->facts.n_ended = result.n_ended;
    trial->facts.is_untouched =
        session->is_repeat && facts_is_untouched(frame, updates);
    switch (result.outcome) {
    case JOB_DONE:
        check_tidy(trial, &result);
        return true;
    case JOB_CRASHED:
    case JOB_TIMED_OUT:
        fail_call(trial, frame, &result);
        return false;
    case JOB_TROUBLE:
        fail_set(&session->fail, "case %s of %s: %s", trial->name,
            session->setup->exercise->name, result.text);
        end_session(session, JUDGE_BROKEN);
        return false;
    case JOB_STOPPED:
        end_session(session, JUDGE_STOPPED);
        return false;
    }
    return false;
}

/* @return false, for the case. */
static bool fail_promise(
    struct trial *trial, enum fault fault, const char *format, va_list args)
{
    char text[512];
    vsnprintf(text, sizeof text, format, args);
    struct frame *last =
        trial->n_frames > 0 ? trial->frames[trial->n_frames - 1] : NULL;
    char *input = last != NULL ? trial_input_text(trial, last) : NULL;
    trial_fault(trial, fault,
        mem_format("expected   %s%s%s", text,
            input != NULL ? "\ninput      " : "", input != NULL ? input : ""));
    free(input);
    return false;
}

bool trial_expect(struct trial *trial, bool holds, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    holds = holds || fail_promise(trial, FAULT_OTHER, format, args);
    va_end(args);
    return holds;
}

bool trial_expect_as(
    struct trial *trial, enum fault fault, bool holds, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    holds = holds || fail_promise(trial, fault, format, args);
    va_end(args);
    return holds;
}

void case_slice(
    size_t n, unsigned part, unsigned n_parts, size_t *first, size_t *count)
{
    const size_t base = n / n_parts, longer = n % n_parts;
    *first = part * base + (part < longer ? part : longer);
    *count = base + (part < longer);
}
