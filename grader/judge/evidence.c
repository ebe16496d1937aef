/* SPDX-License-Identifier: MIT */
#include "grader/judge/evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/clock.h"
#include "grader/base/mem.h"
#include "grader/judge/look.h"
#include "grader/judge/machine.h"
#include "grader/stats/stats.h"

/* A run can show less than there is: other programs delay one worker until
 * the next is done, or this process until long after the end of the run; a
 * host that serves several machines lets two virtual cores share one. More
 * rarely it shows more: workers that take turns are made to wait at the same
 * time. So one run is not enough; and as one worker alone cannot look like
 * two, fewer runs are needed to be believed than not to be. */

enum {
    RUNS_FOR = 3,
    RUNS_AGAINST = 5,
    RUNS_MAX = 12,
    REPEATS_MAX = 64,
    STEP = 4, /* times as many repeats */
    FRAME_BYTES_MAX = 64 << 20, /* of a program that returns at once */
};
#define LOOKS_S 6.0 /* of all runs: from here on, fewer are wanted */
#define LEAST_SECONDS 0.02 /* of a run, to tell */
#define CONCURRENT_FROM 1.1 /* workers at work on average */
#define INSIDE_MPI 0.8 /* of its time: a rank that has nothing to do */
#define DISTURBED 0.03 /* of all ranks' time: without a core */
#define MOSTLY_MPI 0.6 /* of everybody's */

struct frame *look_frame(const struct look *look, int n_workers)
{
    const struct judge_setup *setup = look->session->setup;
    struct random random = random_stream(setup->seed, setup->exercise->name);
    double work;
    struct frame *frame =
        look->timing->input(&random, look->repeats, 0, 1, &work);
    frame_set_repeats(frame, look->repeats);
    frame_set_workers(frame, n_workers);
    return frame;
}

int look_run(struct look *look, int n_workers)
{
    struct frame *frame = look_frame(look, n_workers);
    look->frame_bytes = frame_packed_bytes(frame);
    const double stolen_s = machine_stolen_s();
    const int result = session_time(look->session, frame, &look->result);
    look->stolen_s = machine_stolen_s() - stolen_s;
    frame_free(frame);
    if (result == 0 && look->result.outcome == JOB_STOPPED)
        look->session->outcome = JUDGE_STOPPED;
    if (result == 0 && look->result.outcome == JOB_TROUBLE) {
        fail_set(&look->session->fail, "%s: %s",
            look->session->setup->exercise->name, look->result.text);
        look->session->outcome = JUDGE_BROKEN;
    }
    return result == 0 && look->result.outcome == JOB_DONE ? 0 : -1;
}

int look_n_wanted(const struct look *look, int some, int most)
{
    const double spent_s = clock_now_s() - look->start_s;
    return spent_s < LOOKS_S ? most : spent_s < 2 * LOOKS_S ? some : 1;
}

bool look_is_mpi(const struct look *look)
{
    return look->session->setup->exercise->kind == KIND_MPI;
}

/* Workers at work on average, at most. One whose core the host took away was
 * at work as far as it was concerned, like one that waited for a core; but
 * what the host took may have been nobody's. For MPI it is how the work was
 * spread, which no delay changes. */
static double at_work_at_most(const struct look *look)
{
    const struct job_result *result = &look->result;
    if (look_is_mpi(look) || result->seconds <= 0)
        return result->concurrency;
    return fmin(result->concurrency + look->stolen_s / result->seconds,
        look->session->setup->n_workers);
}

/* What one run says of whether several were at work. */
enum seen {
    SEEN_SEVERAL,
    SEEN_ONE,
    SEEN_NEITHER, /**< it depends on whose time the host took */
    N_SEEN,
};

static enum seen judge_run(const struct look *look)
{
    if (look->result.n_busy < 2 || at_work_at_most(look) < CONCURRENT_FROM)
        return SEEN_ONE;
    return look->result.concurrency >= CONCURRENT_FROM ? SEEN_SEVERAL
                                                       : SEEN_NEITHER;
}

/* What several runs of an MPI program agree on: who computes, what the others
 * do, and how much of the time nobody can compute. */
struct habit {
    int n_runs;
    int busiest_rank; /* -1: not always the same */
    double others_shares[RUNS_MAX]; /* their median tells: of a run in which
                                       rank 0 lost its core it is less */
    int n_undisturbed; /* runs in which ranks had a core when they wanted one */
    double mpi_share; /* the least of these */
};

/* A rank without a core keeps others waiting inside MPI. */
static bool is_undisturbed(const struct look *look)
{
    const struct job_result *result = &look->result;
    const double wall_s = result->seconds * look->session->setup->n_workers;
    return result->seconds >= LEAST_SECONDS &&
           result->delay_s + look->stolen_s <= DISTURBED * wall_s;
}

static void note_habit(struct habit *habit, const struct look *look)
{
    const struct job_result *result = &look->result;
    const bool is_first = habit->n_runs == 0;
    habit->others_shares[habit->n_runs++] = result->others_share;
    if (!is_first && habit->busiest_rank != result->busiest_rank)
        habit->busiest_rank = -1;
    else
        habit->busiest_rank = result->busiest_rank;
    if (!is_undisturbed(look))
        return;
    habit->mpi_share = habit->n_undisturbed++ == 0
                           ? result->mpi_share
                           : fmin(habit->mpi_share, result->mpi_share);
}

/* Says something about a program only when that was right. */
static void find_habit(const struct look *look, const struct habit *habit,
    struct correctness *seen)
{
    for (size_t i = 0; i < seen->n_cases; i++)
        if (seen->cases[i].cause != CASE_PASSED)
            return;
    if (!look_is_mpi(look) || habit->n_runs < RUNS_FOR)
        return;
    const double others_share =
        stats_median(habit->others_shares, (size_t)habit->n_runs);
    if (!seen->is_concurrent && habit->busiest_rank >= 0 &&
        others_share >= INSIDE_MPI)
        findings_add(&seen->findings, "root-does-all",
            "rank %d did all of the computing; the others spent %.0f %% of "
            "their time inside MPI",
            habit->busiest_rank, 100 * others_share);
    if (seen->is_concurrent && habit->n_undisturbed >= RUNS_FOR &&
        habit->mpi_share >= MOSTLY_MPI)
        findings_add(&seen->findings, "communication-bound",
            "every rank spent %.0f %% of the time or more inside MPI, not "
            "counting the time that it waited for others to come",
            floor(100 * habit->mpi_share));
}

/* Run what is timed, for long enough to tell who works; a later run begins
 * with what was enough before. */
static int look_once(struct look *look)
{
    for (;; look->repeats *= STEP) {
        if (look_run(look, look->session->setup->n_workers) != 0)
            return -1;
        if (look->result.seconds >= LEAST_SECONDS ||
            look->repeats >= REPEATS_MAX ||
            look->frame_bytes > FRAME_BYTES_MAX / STEP)
            return 0;
    }
}

static int look_for_workers(struct look *look, struct correctness *seen)
{
    const struct job_result *run = &look->result;
    double waits[RUNS_MAX], starts[RUNS_MAX], at_work[RUNS_MAX];
    int counts[N_SEEN] = {0};
    int n = 0;
    struct habit habit = {0};
    while (counts[SEEN_SEVERAL] < RUNS_FOR && counts[SEEN_ONE] < RUNS_AGAINST &&
           n < look_n_wanted(look, RUNS_FOR, RUNS_MAX)) {
        if (look_once(look) != 0)
            return -1;
        const double seconds = fmax(run->seconds, 1e-9);
        waits[n] = run->lock_wait_s / seconds / look->session->setup->n_workers;
        starts[n] = (double)run->n_ended / seconds;
        at_work[n++] = at_work_at_most(look);
        counts[judge_run(look)]++;
        if (run->n_busy > seen->work.n_busy)
            seen->work.n_busy = run->n_busy;
        note_habit(&habit, look);
    }
    /* Where no run was clear, the benefit of the doubt. */
    seen->is_concurrent = counts[SEEN_SEVERAL] >= RUNS_FOR ||
                          (counts[SEEN_ONE] < RUNS_AGAINST &&
                              counts[SEEN_SEVERAL] >= counts[SEEN_ONE]);
    seen->work.concurrency = stats_median(at_work, (size_t)n);
    seen->work.lock_wait = fmin(stats_median(waits, (size_t)n), 1);
    seen->work.started_per_s = stats_median(starts, (size_t)n);
    find_habit(look, &habit, seen);
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
    struct look look = {.session = session,
        .timing = cases->timings,
        .repeats = 1,
        .start_s = clock_now_s()};
    if (look.timing == NULL || look.timing->measure == NULL)
        return;
    correctness->is_observed = true;
    correctness->work.n_workers = session->setup->n_workers;
    correctness->is_cut_short = look_for_workers(&look, correctness) != 0;
    if (correctness->is_cut_short || !correctness->is_concurrent)
        return;
    const enum share share = is_about_waiting(&look)
                                 ? SHARE_FAIR
                                 : look_for_shares(&look, &correctness->work);
    correctness->is_concurrent = share == SHARE_FAIR;
    correctness->is_cut_short = share == SHARE_UNKNOWN;
    correctness->is_repeated = share == SHARE_REPEATED;
    correctness->is_oversubscribed = share == SHARE_OVERSUBSCRIBED;
    if (share == SHARE_FAIR && session->setup->has_timeline &&
        cases->timeline != NULL)
        record_timeline(session, cases, &correctness->timeline);
}

const char *judge_why_serial(const struct correctness *correctness)
{
    if (!correctness->is_observed || correctness->is_concurrent)
        return NULL;
    if (correctness->is_cut_short)
        return "it did not end when its workers were watched";
    if (correctness->is_oversubscribed)
        return "with n_workers = 1, several were at work";
    return correctness->is_repeated ? "the workers did not share the work"
                                    : "one worker did the work";
}
