/* SPDX-License-Identifier: MIT */
#include "grader/judge/evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/judge/machine.h"

/* A run can show less than there is: other programs delay one worker until
 * the next is done, or this process until long after the end of the run; a
 * host that serves several machines lets two virtual cores share one. More
 * rarely it shows more: workers that take turns are made to wait at the same
 * time. So one run is not enough; and as one worker alone cannot look like
 * two, fewer runs are needed to be believed than not to be.
 * Two that are busy need not have shared anything: each may do all of the
 * work, or one nothing useful. Then one of them works as long as one does
 * alone, or all together a multiple of it. */

enum { RUNS_FOR = 3, RUNS_AGAINST = 5, REPEATS_MAX = 64 };
#define LEAST_SECONDS 0.02 /* of a run, to tell */
#define CONCURRENT_FROM 1.1 /* workers at work on average */
#define WHOLE 0.95 /* of what one does alone: as good as all of it */

/* What is looked at, and the last run of it. */
struct look {
    struct session *session;
    const struct timing *timing;
    size_t repeats;
    struct job_result result;
    double stolen_s; /* processor time that the host took meanwhile */
};

/* @return 0; -1 when the run came to no end. */
static int run(struct look *look, int n_workers)
{
    const struct judge_setup *setup = look->session->setup;
    struct random random = random_stream(setup->seed, setup->exercise->name);
    double work;
    struct frame *frame =
        look->timing->input(&random, look->repeats, 0, 1, &work);
    frame_set_repeats(frame, look->repeats);
    frame_set_workers(frame, n_workers);
    const double stolen_s = machine_stolen_s();
    const int result = session_time(look->session, frame, &look->result);
    look->stolen_s = machine_stolen_s() - stolen_s;
    frame_free(frame);
    if (result == 0 && look->result.outcome == JOB_STOPPED)
        look->session->outcome = JUDGE_STOPPED;
    if (result == 0 && look->result.outcome == JOB_TROUBLE) {
        fail_set(&look->session->fail, "%s: %s", setup->exercise->name,
            look->result.text);
        look->session->outcome = JUDGE_BROKEN;
    }
    return result == 0 && look->result.outcome == JOB_DONE ? 0 : -1;
}

static bool is_mpi(const struct look *look)
{
    return look->session->setup->exercise->kind == KIND_MPI;
}

/* Workers at work on average. One whose core the host took away was at work
 * as far as it was concerned, like one that waited for a core. For MPI it is
 * how the work was spread, which no delay changes. */
static double workers_at_work(const struct look *look)
{
    const struct job_result *result = &look->result;
    if (is_mpi(look) || result->seconds <= 0)
        return result->concurrency;
    return fmin(result->concurrency + look->stolen_s / result->seconds,
        look->session->setup->n_workers);
}

/* Run what is timed, for long enough to tell who works. */
static int look_once(struct look *look, struct correctness *seen)
{
    for (look->repeats = 1;; look->repeats *= 4) {
        if (run(look, look->session->setup->n_workers) != 0)
            return -1;
        seen->work.concurrency = workers_at_work(look);
        seen->work.n_busy = look->result.n_busy;
        seen->work.switches_per_s =
            (double)look->result.switches / fmax(look->result.seconds, 1e-9);
        seen->is_concurrent =
            seen->work.concurrency >= CONCURRENT_FROM && seen->work.n_busy >= 2;
        if (look->result.seconds >= LEAST_SECONDS ||
            look->repeats >= REPEATS_MAX)
            return 0;
    }
}

static int look_for_workers(struct look *look, struct correctness *seen)
{
    int n_for = 0, n_against = 0;
    while (n_for < RUNS_FOR && n_against < RUNS_AGAINST) {
        if (look_once(look, seen) != 0) {
            seen->is_concurrent = false;
            return -1;
        }
        *(seen->is_concurrent ? &n_for : &n_against) += 1;
    }
    return 0;
}

/* Work of all workers; with MPI, work is time outside of MPI. */
static double work_of(const struct look *look)
{
    return is_mpi(look) ? look->result.concurrency * look->result.busiest_s
                        : look->result.cpu_s;
}

/* Beside the session's job: one for each other worker, on a core of its own. */
static int start_others(
    struct look *look, struct job *others[], struct fail *fail)
{
    const struct judge_setup *setup = look->session->setup;
    for (int i = 1; i < setup->n_workers; i++) {
        const struct job_setup start = {.exercise = setup->exercise,
            .binary = setup->binary,
            .folder = setup->folder,
            .layer = setup->layer,
            .n_workers = 1,
            .cpus = machine_cpu(i),
            .is_verbose = setup->is_verbose};
        others[i] = job_start(&start, fail);
        if (others[i] == NULL)
            return -1;
    }
    return 0;
}

/* One worker alone while the other cores do the same, each for itself: what
 * it needs when cores share something, as two halves of a core do.
 * @return its work; INFINITY when a run came to no end. */
static double alone_among_others(struct look *look)
{
    const struct judge_setup *setup = look->session->setup;
    const int n = setup->n_workers;
    struct job_turn *turns = mem_new((size_t)n, sizeof *turns);
    struct job **others = mem_new((size_t)n, sizeof(struct job *));
    struct fail fail;
    double work, alone_s = INFINITY;
    turns[0].job = session_job(look->session);
    bool is_done =
        turns[0].job != NULL && start_others(look, others, &fail) == 0;
    for (int i = 0; i < n && is_done; i++) {
        struct random random =
            random_stream(setup->seed, setup->exercise->name);
        if (i > 0)
            turns[i].job = others[i];
        turns[i].frame =
            look->timing->input(&random, look->repeats, 0, 1, &work);
        frame_set_repeats(turns[i].frame, look->repeats);
        frame_set_workers(turns[i].frame, 1);
    }
    if (is_done)
        job_time(turns, (size_t)n, setup->exercise->limits.case_seconds);
    for (int i = 0; i < n && is_done; i++)
        is_done = turns[i].result.outcome == JOB_DONE;
    if (is_done) {
        look->result = turns[0].result;
        alone_s = look->result.busiest_s;
    }
    for (int i = 0; i < n; i++) {
        frame_free(turns[i].frame);
        job_end(others[i]);
    }
    free(others);
    free(turns);
    return alone_s;
}

/* Whether a run on all workers, against one with a single worker, shows that
 * the work was shared. */
static bool is_shared(
    const struct look *look, double most_s, double all_s, double alone_s)
{
    const int n_workers = look->session->setup->n_workers;
    return most_s < WHOLE * alone_s &&
           all_s < (1 + WHOLE * (n_workers - 1)) * alone_s;
}

/* Hold the last run against one with a single worker. A machine that changes
 * its speed between the two, or whose cores hinder each other, can make shared
 * work look like a multiple of it; so several runs are needed, and at last one
 * that has the other cores at work too.
 * @return 1 when it is shared; 0; -1 when a run came to no end. */
static int look_for_shares(struct look *look)
{
    for (int i = 0; i < RUNS_FOR; i++) {
        if (i > 0 && run(look, look->session->setup->n_workers) != 0)
            return -1;
        const double most_s = look->result.busiest_s, all_s = work_of(look);
        if (run(look, 1) != 0)
            return -1;
        if (is_shared(look, most_s, all_s, look->result.busiest_s))
            return 1;
    }
    for (int i = 0; i < RUNS_FOR; i++) {
        if (run(look, look->session->setup->n_workers) != 0)
            return -1;
        const double most_s = look->result.busiest_s, all_s = work_of(look);
        if (is_shared(look, most_s, all_s, alone_among_others(look)))
            return 1;
    }
    return 0;
}

/* For a picture; whatever goes wrong costs the picture only. */
static void record_timeline(struct session *session,
    const struct exercise_cases *cases, struct timeline *timeline)
{
    struct random random = random_stream(session->setup->seed, "timeline");
    struct frame *frame = cases->timeline(&random);
    struct job_result result;
    size_t n_words;
    frame_set_workers(frame, session->setup->n_workers);
    if (session_time(session, frame, &result) == 0) {
        const uint64_t *words = frame_data(frame, "spans", FRAME_U64, &n_words);
        if (result.outcome == JOB_DONE)
            *timeline = timeline_of_spans(words, n_words / 3);
        if (result.outcome == JOB_STOPPED)
            session->outcome = JUDGE_STOPPED;
    }
    frame_free(frame);
}

/* The yardstick of what is timed. */
static bool is_about_waiting(const struct look *look)
{
    const struct exercise *exercise = look->session->setup->exercise;
    for (size_t i = 0; i < exercise->n_measures; i++)
        if (strcmp(exercise->measures[i].name, look->timing->measure) == 0)
            return exercise->measures[i].yardstick == YARDSTICK_WORKERS;
    return false;
}

void evidence_seek(struct session *session, struct correctness *correctness)
{
    const struct exercise_cases *cases = judge_cases(session->setup->exercise);
    struct look look = {.session = session, .timing = cases->timings};
    if (look.timing == NULL || look.timing->measure == NULL)
        return;
    correctness->is_observed = true;
    if (look_for_workers(&look, correctness) != 0 ||
        !correctness->is_concurrent)
        return;
    const int shared = is_about_waiting(&look) ? 1 : look_for_shares(&look);
    correctness->is_concurrent = shared == 1;
    correctness->is_repeated = shared == 0;
    if (shared == 1 && session->setup->has_timeline && cases->timeline != NULL)
        record_timeline(session, cases, &correctness->timeline);
}

const char *judge_why_serial(const struct correctness *correctness)
{
    if (!correctness->is_observed || correctness->is_concurrent)
        return NULL;
    return correctness->is_repeated ? "the workers did not share the work"
                                    : "one worker did the work";
}
