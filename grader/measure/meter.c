/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/clock.h"
#include "grader/base/mem.h"
#include "grader/judge/compare.h"
#include "grader/judge/machine.h"
#include "grader/measure/measure_private.h"

/* A block lets one part of the runners run at a time; all others are stopped.
 * Every block has an input of its own, the same for its three parts, and the
 * candidate's output is compared with the baseline's each time: a program
 * that is fast because it is wrong gets no speedup. Before their first block
 * runners make one short call that is not timed, with inputs as large as those
 * that are, so that no block pays for starting threads and touching memory. */

enum {
    SLOWEST = 5, /* times the baseline, then a candidate is stopped */
    WARM_SECONDS = 10, /* for one short call */
    WARM_CALLS = 1,
    PARTS = 3,
};

/* The input of a block, or part @p part of @p n_parts of it. */
static struct frame *make_input(const struct meter *meter, size_t block,
    unsigned part, unsigned n_parts, int n_workers, double *work)
{
    const size_t repeats = meter->repeats;
    const struct measure_setup *setup = meter->setup;
    char *stream = mem_format(
        "%s/%s/%zu", setup->exercise->name, setup->measure->name, block);
    struct random random = random_stream(setup->seed, stream);
    free(stream);
    struct frame *frame = meter->timing->input(
        &random, repeats, part, n_parts * setup->n_parts, work);
    frame_set_repeats(frame, repeats);
    frame_set_workers(frame, n_workers);
    return frame;
}

/* To make a box takes as long as some blocks, and the baseline, which is ours,
 * needs none. It only has to run under the same conditions as a candidate. */
static struct job *launch(
    const struct meter *meter, const char *binary, int n_workers, int core)
{
    const bool is_ours = binary == meter->setup->baseline;
    const enum sandbox_layer layer = meter->setup->layer;
    const struct job_setup setup = {.exercise = meter->setup->exercise,
        .binary = binary,
        .folder = meter->setup->folder,
        .layer = is_ours && layer != SANDBOX_NONE ? SANDBOX_FILTER : layer,
        .n_workers = n_workers,
        .cpus = core < 0 ? machine_cpus(n_workers) : machine_cpu(core),
        .is_timed = true,
        .is_ours = is_ours,
        .is_verbose = meter->setup->is_verbose};
    return job_launch(&setup, meter->fail);
}

static struct job *launch_candidate(const struct meter *meter)
{
    const struct measure_setup *setup = meter->setup;
    return launch(meter, setup->candidate, setup->n_workers, -1);
}

static enum step await_start(const struct meter *meter, struct job *job)
{
    return job != NULL && job_await_start(job, meter->fail) == 0 ? STEP_DONE
                                                                 : STEP_BROKEN;
}

void meter_end(struct meter *meter)
{
    job_end(meter->candidate);
    meter->candidate = NULL;
    for (int i = 0; i < MEASURE_WORKERS_MAX; i++) {
        job_end(meter->baselines[i]);
        meter->baselines[i] = NULL;
    }
}

static struct part part_of(const struct job_result *result)
{
    return (struct part){result->seconds, result->cpu_s, result->delay_s,
        result->concurrency, result->switches, result->faults};
}

/* The baseline and its copies are ours: when they fail, so did we. */
static enum step check_ours(
    struct meter *meter, const struct job_turn turns[], int n)
{
    for (int i = 0; i < n; i++) {
        if (turns[i].result.outcome == JOB_STOPPED)
            return STEP_STOPPED;
        if (turns[i].result.outcome == JOB_DONE)
            continue;
        fail_set(meter->fail, "the serial baseline of %s failed: %s",
            meter->setup->exercise->name, turns[i].result.text);
        return STEP_BROKEN;
    }
    return STEP_DONE;
}

static double ours_limit_s(const struct meter *meter)
{
    return meter->setup->exercise->limits.case_seconds * 6;
}

/* @param times_fork  find out what starting a worker takes, too */
static enum step time_baseline(struct meter *meter, struct frame *frame,
    bool times_fork, struct part *part)
{
    struct job_turn turn = {
        .job = meter->baselines[0], .frame = frame, .times_fork = times_fork};
    job_time(&turn, 1, ours_limit_s(meter));
    *part = part_of(&turn.result);
    if (times_fork)
        meter->fork_s = turn.result.fork_s;
    return check_ours(meter, &turn, 1);
}

static enum step time_copies(struct meter *meter, size_t block, size_t n_calls,
    struct part copies[], double work[])
{
    struct job_turn turns[MEASURE_WORKERS_MAX] = {0};
    const int n = meter->n_baselines;
    for (int i = 0; i < n; i++) {
        turns[i].job = meter->baselines[i];
        turns[i].frame =
            make_input(meter, block, (unsigned)i, (unsigned)n, 1, &work[i]);
        frame_set_repeats(turns[i].frame, n_calls);
    }
    job_time(turns, (size_t)n, ours_limit_s(meter));
    for (int i = 0; i < n; i++) {
        copies[i] = part_of(&turns[i].result);
        frame_free(turns[i].frame);
    }
    return check_ours(meter, turns, n);
}

/* The candidate failed in a timed run although its cases passed. */
static enum step fail_candidate(
    struct meter *meter, const char *format, const char *what)
{
    struct measurement *m = meter->result;
    m->status = MEASURE_NOT_GRADED;
    snprintf(m->why, sizeof m->why, format, what);
    return STEP_WRONG;
}

static enum step check_tampering(struct meter *meter, const char *what)
{
    if (what == NULL)
        return STEP_DONE;
    meter->result->tampering = what;
    return fail_candidate(meter, "%s", what);
}

/* @param[out] is_late  it was stopped, has no output, and was started anew. */
static enum step time_candidate(struct meter *meter, struct frame *frame,
    double limit_s, struct part *part, bool *is_late)
{
    const struct measure_setup *setup = meter->setup;
    struct job_turn turn = {.job = meter->candidate, .frame = frame};
    job_time(&turn, 1, limit_s);
    *part = part_of(&turn.result);
    if (check_tampering(meter, turn.result.tampering) != STEP_DONE)
        return STEP_WRONG;
    switch (turn.result.outcome) {
    case JOB_DONE:
        if (turn.result.changed_input != NULL)
            return fail_candidate(meter, "the timed run changed its input %s",
                turn.result.changed_input);
        if (turn.result.children_left > 0)
            return fail_candidate(
                meter, "the timed run left %s behind", "processes");
        return STEP_DONE;
    case JOB_TIMED_OUT:
        job_end(meter->candidate);
        meter->candidate = launch_candidate(meter);
        part->seconds = limit_s; /* at least */
        *is_late = true;
        return await_start(meter, meter->candidate);
    case JOB_CRASHED:
        return fail_candidate(
            meter, "it crashed in a timed run; %s", "see its cases");
    case JOB_STOPPED:
        return STEP_STOPPED;
    case JOB_TROUBLE:
        fail_set(
            meter->fail, "%s: %s", setup->exercise->name, turn.result.text);
        return STEP_BROKEN;
    }
    return STEP_BROKEN;
}

static enum step warm_copies(struct meter *meter)
{
    struct part parts[MEASURE_WORKERS_MAX];
    double work[MEASURE_WORKERS_MAX];
    return time_copies(meter, 0, WARM_CALLS, parts, work);
}

static enum step warm_both(struct meter *meter)
{
    const struct exercise *exercise = meter->setup->exercise;
    struct part parts[MEASURE_WORKERS_MAX];
    double work;
    bool is_late = false;
    struct frame *frame = make_input(meter, 0, 0, 1, 1, &work);
    frame_set_repeats(frame, WARM_CALLS);
    enum step step =
        time_baseline(meter, frame, exercise->kind == KIND_PROCESSES, parts);
    frame_set_workers(frame, meter->setup->n_workers);
    if (step == STEP_DONE)
        step = time_candidate(meter, frame, WARM_SECONDS, parts, &is_late);
    frame_free(frame);
    return step;
}

enum step meter_warm_up(struct meter *meter)
{
    const enum step step = warm_copies(meter);
    return step == STEP_DONE ? warm_both(meter) : step;
}

static void kill_runners(const struct meter *meter)
{
    job_kill(meter->candidate);
    for (int i = 0; i < meter->n_baselines; i++)
        job_kill(meter->baselines[i]);
}

/* To make the candidate's box takes another core a while: meanwhile those that
 * were there are cleared away, and the baselines, which have none, are warmed
 * up. */
enum step meter_start(struct meter *meter)
{
    const struct measure_setup *setup = meter->setup;
    struct job *baselines[MEASURE_WORKERS_MAX] = {NULL};
    bool are_launched = true;
    kill_runners(meter);
    for (int i = 0; i < meter->n_baselines && are_launched; i++) {
        baselines[i] = launch(meter, setup->baseline, 1, i);
        are_launched = baselines[i] != NULL;
    }
    struct job *candidate = are_launched ? launch_candidate(meter) : NULL;
    meter_end(meter);
    meter->n_starts++;
    meter->candidate = candidate;
    memcpy(meter->baselines, baselines, sizeof baselines);
    enum step step = candidate != NULL ? STEP_DONE : STEP_BROKEN;
    for (int i = 0; i < meter->n_baselines && step == STEP_DONE; i++)
        step = await_start(meter, baselines[i]);
    if (step == STEP_DONE)
        step = warm_copies(meter);
    if (step == STEP_DONE)
        step = await_start(meter, candidate);
    return step == STEP_DONE ? warm_both(meter) : step;
}

enum step meter_time_once(struct meter *meter, double *seconds)
{
    struct part part;
    double work;
    struct frame *frame = make_input(meter, 0, 0, 1, 1, &work);
    const enum step step = time_baseline(meter, frame, false, &part);
    frame_free(frame);
    *seconds = part.seconds;
    return step;
}

/* Baseline, candidate and, where they are the yardstick, copies. */
static void draw_order(const struct meter *meter, size_t number, char order[4])
{
    struct random random = random_stream(meter->setup->seed + number, "order");
    const int n =
        meter->setup->measure->yardstick == YARDSTICK_COPIES ? PARTS : 2;
    for (int i = 0; i < n; i++) {
        const int j = (int)random_below(&random, (uint64_t)i + 1);
        order[i] = order[j];
        order[j] = "bck"[i];
    }
    order[n] = '\0';
}

/* Outputs are compared once both are there, whatever the order was. */
static enum step compare(
    struct meter *meter, const struct frame *got, const struct frame *expected)
{
    const char *field = "";
    if (compare_frames(got, expected, meter->timing->relative,
            meter->timing->absolute, &field))
        return STEP_DONE;
    return fail_candidate(
        meter, "the result of a timed run was wrong (output %s)", field);
}

/* What the yardstick says without copies; 0 with them. */
static double stated_attainable(const struct measure_setup *setup)
{
    switch (setup->measure->yardstick) {
    case YARDSTICK_COPIES:
        return 0;
    case YARDSTICK_WORKERS:
        return setup->n_workers;
    case YARDSTICK_MULTIPLE:
        return setup->measure->attainable_percent / 100.0;
    case YARDSTICK_NONE:
        break;
    }
    return NAN;
}

enum step meter_run_block(
    struct meter *meter, size_t number, struct sample *sample)
{
    const int n = meter->setup->n_workers;
    struct block_facts facts = {.n_workers = n,
        .attainable = stated_attainable(meter->setup),
        .has_equal_cores = machine_read()->has_equal_cores,
        .is_oversubscribed = n > machine_read()->workers_max};
    struct frame *expected = make_input(meter, number, 0, 1, 1, &facts.work);
    struct frame *got = make_input(meter, number, 0, 1, n, &facts.work);
    *sample = (struct sample){
        .at_s = clock_now_s() - meter->start_s, .runners = meter->n_starts - 1};
    draw_order(meter, number, sample->order);
    const double stolen_s = machine_stolen_s();
    enum step step = STEP_DONE;
    for (const char *p = sample->order; *p != '\0' && step == STEP_DONE; p++) {
        if (*p == 'b')
            step = time_baseline(meter, expected, false, &sample->baseline);
        else if (*p == 'k')
            step = time_copies(
                meter, number, meter->repeats, sample->copies, facts.copy_work);
        else
            step = time_candidate(meter, got, SLOWEST * meter->serial_s,
                &sample->candidate, &sample->is_late);
    }
    if (step == STEP_DONE && !sample->is_late)
        step = compare(meter, got, expected);
    if (step == STEP_DONE) /* while the other parts ran */
        step = check_tampering(meter, job_tampering(meter->candidate));
    facts.is_stolen = machine_stolen_s() > stolen_s;
    if (step == STEP_DONE) {
        measure_judge_block(sample, &facts);
        meter->n_slow += measure_is_too_slow(sample, n);
    }
    frame_free(expected);
    frame_free(got);
    return step;
}
