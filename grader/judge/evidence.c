/* SPDX-License-Identifier: MIT */
#include "grader/judge/evidence.h"

#include <math.h>

#include "grader/judge/machine.h"

/* A run can show less than there is: other programs delay one worker until
 * the next is done, or this process until long after the end of the run; a
 * host that serves several machines lets two virtual cores share one. More
 * rarely it shows more: workers that take turns are made to wait at the same
 * time. So one run is not enough; and as one worker alone cannot look like
 * two, fewer runs are needed to be believed than not to be. */

enum { RUNS_FOR = 3, RUNS_AGAINST = 5, REPEATS_MAX = 64 };
#define LEAST_SECONDS 0.02 /* of a run, to tell */
#define CONCURRENT_FROM 1.1 /* workers at work on average */

static void run(
    struct session *session, struct frame *frame, struct job_result *result)
{
    const struct judge_setup *setup = session->setup;
    struct job_turn turn = {.job = session_job(session), .frame = frame};
    if (turn.job == NULL) {
        result->outcome = JOB_STOPPED; /* the session is over */
        return;
    }
    frame_set_workers(frame, setup->n_workers);
    job_time(&turn, 1, setup->exercise->limits.case_seconds);
    *result = turn.result;
    if (result->outcome == JOB_STOPPED)
        session->outcome = JUDGE_STOPPED;
}

/* Workers at work on average. One whose core the host took away was at work
 * as far as it was concerned, like one that waited for a core. For MPI it is
 * how the work was spread, which no delay changes. */
static double workers_at_work(const struct judge_setup *setup,
    const struct job_result *result, double stolen_s)
{
    if (setup->exercise->kind == KIND_MPI || result->seconds <= 0)
        return result->concurrency;
    return fmin(
        result->concurrency + stolen_s / result->seconds, setup->n_workers);
}

/* Run what is timed, for long enough to tell who works.
 * @return 0; -1 when the run came to no end. */
static int look_once(struct session *session, const struct timing *timing,
    struct correctness *seen)
{
    const struct judge_setup *setup = session->setup;
    for (size_t repeats = 1; repeats <= REPEATS_MAX; repeats *= 4) {
        struct random random =
            random_stream(setup->seed, setup->exercise->name);
        struct job_result result;
        double work;
        struct frame *frame = timing->input(&random, repeats, 0, 1, &work);
        frame_set_repeats(frame, repeats);
        const double stolen_s = machine_stolen_s();
        run(session, frame, &result);
        frame_free(frame);
        if (result.outcome != JOB_DONE)
            return -1;
        seen->concurrency =
            workers_at_work(setup, &result, machine_stolen_s() - stolen_s);
        seen->n_busy = result.n_busy;
        seen->is_concurrent =
            seen->concurrency >= CONCURRENT_FROM && seen->n_busy >= 2;
        if (result.seconds >= LEAST_SECONDS)
            return 0;
    }
    return 0;
}

static void look(struct session *session, const struct timing *timing,
    struct correctness *seen)
{
    int n_for = 0, n_against = 0;
    seen->is_observed = true;
    while (n_for < RUNS_FOR && n_against < RUNS_AGAINST) {
        if (look_once(session, timing, seen) != 0) {
            seen->is_concurrent = false;
            return;
        }
        *(seen->is_concurrent ? &n_for : &n_against) += 1;
    }
}

/* For a picture; whatever goes wrong costs the picture only. */
static void record_timeline(struct session *session,
    const struct exercise_cases *cases, struct timeline *timeline)
{
    struct random random = random_stream(session->setup->seed, "timeline");
    struct frame *frame = cases->timeline(&random);
    struct job_result result;
    size_t n_words;
    run(session, frame, &result);
    const uint64_t *words = frame_data(frame, "spans", FRAME_U64, &n_words);
    if (result.outcome == JOB_DONE)
        *timeline = timeline_of_spans(words, n_words / 3);
    frame_free(frame);
}

void evidence_seek(struct session *session, struct correctness *correctness)
{
    const struct exercise_cases *cases = judge_cases(session->setup->exercise);
    const struct timing *timing = cases->timings;
    if (timing != NULL && timing->measure != NULL)
        look(session, timing, correctness);
    if (correctness->is_concurrent && session->setup->has_timeline &&
        cases->timeline != NULL)
        record_timeline(session, cases, &correctness->timeline);
}
