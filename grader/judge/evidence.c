/* SPDX-License-Identifier: MIT */
#include "grader/judge/evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/judge/machine.h"
#include "grader/stats/stats.h"

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
enum { PAIRS = 7, PAIRS_CLEAR = 3 }; /* of runs, to see who shared */
#define LEAST_SECONDS 0.02 /* of a run, to tell */
#define CONCURRENT_FROM 1.1 /* workers at work on average */
#define WHOLE 0.95 /* of what one does alone: as good as all of it */
#define CLEARLY_SHARED 0.8
#define HINDERED 1.3 /* times as long where other cores work, too */

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
        seen->concurrency = workers_at_work(look);
        seen->n_busy = look->result.n_busy;
        seen->is_concurrent =
            seen->concurrency >= CONCURRENT_FROM && seen->n_busy >= 2;
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

/* A second opinion on who shares: one worker alone while the other cores do
 * the same, each for itself. So it needs what one needs when cores share
 * something, as two halves of a core do. */
struct others {
    struct job **jobs; /* [0] is the session's own */
    struct job_turn *turns;
    int n;
};

/* One job for each other worker, on a core of its own. */
static int start_others(
    const struct look *look, struct others *others, struct fail *fail)
{
    const struct judge_setup *setup = look->session->setup;
    others->n = setup->n_workers;
    others->jobs = mem_new((size_t)others->n, sizeof(struct job *));
    others->turns = mem_new((size_t)others->n, sizeof *others->turns);
    for (int i = 1; i < others->n; i++) {
        const struct job_setup start = {.exercise = setup->exercise,
            .binary = setup->binary,
            .folder = setup->folder,
            .layer = setup->layer,
            .n_workers = 1,
            .cpus = machine_cpu(i),
            .is_verbose = setup->is_verbose};
        others->jobs[i] = job_start(&start, fail);
        if (others->jobs[i] == NULL)
            return -1;
    }
    return 0;
}

static void end_others(struct others *others)
{
    for (int i = 1; i < others->n; i++)
        job_end(others->jobs[i]);
    free(others->jobs);
    free(others->turns);
}

/* @return 0; -1 when a run came to no end. */
static int run_among_others(struct look *look, struct others *others)
{
    const struct judge_setup *setup = look->session->setup;
    double work;
    int result = 0;
    others->jobs[0] = session_job(look->session);
    if (others->jobs[0] == NULL)
        return -1;
    for (int i = 0; i < others->n; i++) {
        struct job_turn *turn = &others->turns[i];
        struct random random =
            random_stream(setup->seed, setup->exercise->name);
        turn->job = others->jobs[i];
        turn->frame = look->timing->input(&random, look->repeats, 0, 1, &work);
        frame_set_repeats(turn->frame, look->repeats);
        frame_set_workers(turn->frame, 1);
    }
    job_time(
        others->turns, (size_t)others->n, setup->exercise->limits.case_seconds);
    look->result = others->turns[0].result;
    for (int i = 0; i < others->n; i++) {
        if (others->turns[i].result.outcome != JOB_DONE ||
            !job_is_usable(others->jobs[i]))
            result = -1;
        frame_free(others->turns[i].frame);
    }
    return result;
}

/* Pairs of runs, one on all workers and one on a single worker. */
struct pairs {
    /* Which share of the work the busiest of all did, or that was done more
     * than once: 1 / workers is best, 1 is as good as all of it. */
    double shares[PAIRS];
    double alone_s[PAIRS]; /* work of the single worker */
};

/* @param others  NULL: the single one has the machine to itself
 * @return 0; -1 when a run came to no end. */
static int run_pair(
    struct look *look, struct others *others, struct pairs *pairs, int i)
{
    const int n_workers = look->session->setup->n_workers;
    if (run(look, n_workers) != 0)
        return -1;
    const double most_s = look->result.busiest_s, all_s = work_of(look);
    if ((others != NULL ? run_among_others(look, others) : run(look, 1)) != 0)
        return -1;
    const double alone_s = fmax(look->result.busiest_s, 1e-9);
    pairs->alone_s[i] = alone_s;
    pairs->shares[i] =
        fmax(most_s / alone_s, (all_s / alone_s - 1) / (n_workers - 1));
    return 0;
}

static bool is_shared(const struct pairs *pairs)
{
    return stats_median(pairs->shares, PAIRS) < WHOLE;
}

/* One pair says little on a machine that changes its speed from one run to
 * the next. The first few are enough where all of them are clear.
 * @return 1 when the work is shared; 0; -1. */
static int look_undisturbed(struct look *look, struct pairs *pairs)
{
    int n_clear = 0;
    for (int i = 0; i < PAIRS; i++) {
        if (run_pair(look, NULL, pairs, i) != 0)
            return -1;
        n_clear += pairs->shares[i] < CLEARLY_SHARED;
        if (n_clear == PAIRS_CLEAR && i + 1 == PAIRS_CLEAR)
            return 1;
    }
    return is_shared(pairs);
}

/* As above, where the cores hinder each other; elsewhere there is nothing to
 * add: a worker that is busy for nothing hinders less than one that works. */
static int look_among_others(struct look *look, const struct pairs *undisturbed)
{
    struct others others = {0};
    struct pairs pairs;
    struct fail fail;
    int result = start_others(look, &others, &fail);
    for (int i = 0; i < PAIRS && result == 0; i++)
        result = run_pair(look, &others, &pairs, i);
    end_others(&others);
    if (result != 0)
        return -1;
    const double hindrance = stats_median(pairs.alone_s, PAIRS) /
                             stats_median(undisturbed->alone_s, PAIRS);
    return hindrance >= HINDERED && is_shared(&pairs);
}

/* @return 1 when the work is shared; 0; -1 when a run came to no end. */
static int look_for_shares(struct look *look)
{
    struct pairs pairs;
    const int result = look_undisturbed(look, &pairs);
    return result != 0 ? result : look_among_others(look, &pairs);
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
