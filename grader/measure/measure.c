/* SPDX-License-Identifier: MIT */
#include "grader/measure/measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/judge/cases.h"
#include "grader/judge/compare.h"
#include "grader/judge/job.h"
#include "grader/judge/judge.h"
#include "grader/judge/machine.h"

/* The runners stay up and stopped for some blocks; a block lets one part of
 * them run at a time. Then new ones are started, because one process may be
 * slower than the next for as long as it lives, by where its memory happens
 * to lie: a grade should not depend on that. Every block has inputs of its
 * own, the same for its three parts, and the candidate's outputs are
 * compared with the baseline's each time: a program that is fast because it
 * is wrong gets no speedup. */

enum {
    BLOCKS_WANTED = 31,
    BLOCKS_MAX = 150,
    BLOCKS_OF_RUNNER = 8, /* then new ones are started */
    SLOWEST = 5, /* times the baseline, then a candidate is stopped */
    LONG_RUNS = 4, /* to be sure that a block is long enough */
    SLOW_MAX = 4, /* undisturbed blocks in which that may happen */
    REPEATS_MAX = 1 << 20,
};

/* A measuring in progress. */
struct meter {
    const struct measure_setup *setup;
    const struct timing *timing;
    struct job *candidate;
    struct job *baselines[MEASURE_WORKERS_MAX];
    size_t repeats;
    size_t n_slow; /* undisturbed blocks in which the candidate was stopped */
    struct fail *fail;
};

/* What a step came to. */
enum block_outcome {
    BLOCK_DONE,
    BLOCK_LATE, /* the candidate was stopped: it has no output */
    BLOCK_WRONG, /* the candidate's fault: no points */
    BLOCK_BROKEN,
    BLOCK_STOPPED,
};

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static struct frame *make_input(const struct meter *meter, size_t block,
    unsigned part, unsigned n_parts, int n_workers, double *work)
{
    char *stream = mem_format("%s/%s/%zu", meter->setup->exercise->name,
        meter->setup->measure->name, block);
    struct random random = random_stream(meter->setup->seed, stream);
    free(stream);
    struct frame *frame =
        meter->timing->input(&random, meter->repeats, part, n_parts, work);
    frame_set_repeats(frame, meter->repeats);
    frame_set_workers(frame, n_workers);
    return frame;
}

static struct job *start(
    const struct meter *meter, const char *binary, int n_workers, int core)
{
    const struct job_setup setup = {.exercise = meter->setup->exercise,
        .binary = binary,
        .folder = meter->setup->folder,
        .layer = meter->setup->layer,
        .n_workers = n_workers,
        .cpus = core < 0 ? machine_cpus(n_workers) : machine_cpu(core),
        .is_timed = true,
        .is_verbose = meter->setup->is_verbose};
    return job_start(&setup, meter->fail);
}

static int start_all(struct meter *meter)
{
    const struct measure_setup *setup = meter->setup;
    meter->candidate = start(meter, setup->candidate, setup->n_workers, -1);
    if (meter->candidate == NULL)
        return -1;
    for (int i = 0; i < setup->n_workers; i++) {
        meter->baselines[i] = start(meter, setup->baseline, 1, i);
        if (meter->baselines[i] == NULL)
            return -1;
    }
    return 0;
}

static void end_all(struct meter *meter)
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
static enum block_outcome check_ours(
    struct meter *meter, const struct job_turn turns[], int n)
{
    for (int i = 0; i < n; i++) {
        if (turns[i].result.outcome == JOB_STOPPED)
            return BLOCK_STOPPED;
        if (turns[i].result.outcome == JOB_DONE)
            continue;
        fail_set(meter->fail, "the serial baseline of %s failed: %s",
            meter->setup->exercise->name, turns[i].result.text);
        return BLOCK_BROKEN;
    }
    return BLOCK_DONE;
}

static enum block_outcome time_baseline(
    struct meter *meter, struct frame *frame, struct part *part)
{
    struct job_turn turn = {.job = meter->baselines[0], .frame = frame};
    job_time(&turn, 1, meter->setup->exercise->limits.case_seconds * 6);
    *part = part_of(&turn.result);
    return check_ours(meter, &turn, 1);
}

static enum block_outcome time_copies(struct meter *meter, size_t block,
    struct sample *sample, struct block_facts *facts)
{
    struct job_turn turns[MEASURE_WORKERS_MAX] = {0};
    const int n = meter->setup->n_workers;
    for (int i = 0; i < n; i++) {
        turns[i].job = meter->baselines[i];
        turns[i].frame = make_input(
            meter, block, (unsigned)i, (unsigned)n, 1, &facts->copy_work[i]);
    }
    job_time(turns, (size_t)n, meter->setup->exercise->limits.case_seconds * 6);
    for (int i = 0; i < n; i++) {
        sample->copies[i] = part_of(&turns[i].result);
        frame_free(turns[i].frame);
    }
    return check_ours(meter, turns, n);
}

/* The candidate failed in a timed run although its cases passed. */
static enum block_outcome fail_candidate(
    struct measurement *m, const char *format, const char *what)
{
    m->status = MEASURE_NOT_GRADED;
    snprintf(m->why, sizeof m->why, format, what);
    return BLOCK_WRONG;
}

static enum block_outcome time_candidate(struct meter *meter,
    struct frame *frame, double limit_s, struct sample *sample,
    struct measurement *m)
{
    struct job_turn turn = {.job = meter->candidate, .frame = frame};
    job_time(&turn, 1, limit_s);
    sample->candidate = part_of(&turn.result);
    switch (turn.result.outcome) {
    case JOB_DONE:
        if (turn.result.changed_input != NULL)
            return fail_candidate(m, "the timed run changed its input %s",
                turn.result.changed_input);
        if (turn.result.children_left > 0)
            return fail_candidate(
                m, "the timed run left %s behind", "processes");
        return BLOCK_DONE;
    case JOB_TIMED_OUT:
        job_end(meter->candidate);
        meter->candidate =
            start(meter, meter->setup->candidate, meter->setup->n_workers, -1);
        sample->candidate.seconds = limit_s; /* at least */
        return meter->candidate != NULL ? BLOCK_LATE : BLOCK_BROKEN;
    case JOB_CRASHED:
        return fail_candidate(
            m, "it crashed in a timed run; %s", "see its cases");
    case JOB_STOPPED:
        return BLOCK_STOPPED;
    case JOB_TROUBLE:
        fail_set(meter->fail, "%s: %s", meter->setup->exercise->name,
            turn.result.text);
        return BLOCK_BROKEN;
    }
    return BLOCK_BROKEN;
}

static void shuffle(struct random *random, int order[3])
{
    for (int i = 2; i > 0; i--) {
        const int j = (int)random_below(random, (uint64_t)i + 1);
        const int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
}

/* Outputs are compared once both are there, whatever the order was. */
static enum block_outcome compare(const struct meter *meter,
    const struct frame *got, const struct frame *expected,
    struct measurement *m)
{
    const char *field = "";
    if (compare_frames(got, expected, meter->timing->relative,
            meter->timing->absolute, &field))
        return BLOCK_DONE;
    return fail_candidate(
        m, "the result of a timed run was wrong (output %s)", field);
}

static enum block_outcome run_block(struct meter *meter, size_t block,
    double serial_s, struct sample *sample, struct measurement *m)
{
    const int n = meter->setup->n_workers;
    struct block_facts facts = {
        .n_workers = n, .has_equal_cores = machine_read()->has_equal_cores};
    struct frame *expected = make_input(meter, block, 0, 1, 1, &facts.work);
    struct frame *got = make_input(meter, block, 0, 1, n, &facts.work);
    struct random random = random_stream(meter->setup->seed + block, "order");
    int order[3] = {0, 1, 2};
    shuffle(&random, order);
    const unsigned long long before = machine_stolen_ticks();
    enum block_outcome outcome = BLOCK_DONE;
    bool is_late = false;
    for (int i = 0; i < 3 && outcome == BLOCK_DONE; i++) {
        if (order[i] == 0)
            outcome = time_baseline(meter, expected, &sample->baseline);
        else if (order[i] == 1)
            outcome = time_copies(meter, block, sample, &facts);
        else
            outcome = time_candidate(meter, got, SLOWEST * serial_s, sample, m);
        if (outcome == BLOCK_LATE) {
            is_late = true;
            outcome = BLOCK_DONE;
        }
    }
    if (outcome == BLOCK_DONE && !is_late)
        outcome = compare(meter, got, expected, m);
    facts.is_stolen = machine_stolen_ticks() > before;
    if (outcome == BLOCK_DONE)
        measure_judge_block(sample, &facts);
    meter->n_slow += is_late && measure_is_undisturbed(sample, &facts);
    frame_free(expected);
    frame_free(got);
    return outcome;
}

static enum block_outcome time_once(struct meter *meter, double *seconds)
{
    struct part part;
    double work;
    struct frame *frame = make_input(meter, 0, 0, 1, 1, &work);
    const enum block_outcome outcome = time_baseline(meter, frame, &part);
    frame_free(frame);
    *seconds = part.seconds;
    return outcome;
}

/* Find how many calls make a block long enough to be timed: the size of the
 * input stays, so that it stays where it is in the caches. Several runs in a
 * row have to be long enough, since one may have been disturbed.
 * @param[out] serial_s  the baseline's time for them. */
static enum block_outcome calibrate(struct meter *meter, double *serial_s)
{
    const double target_s = fmax(0.02, 0.01 * meter->setup->n_workers);
    int n_long = 0;
    *serial_s = INFINITY;
    while (n_long < LONG_RUNS && meter->repeats <= REPEATS_MAX) {
        double seconds;
        const enum block_outcome outcome = time_once(meter, &seconds);
        if (outcome != BLOCK_DONE)
            return outcome;
        *serial_s = fmin(*serial_s, seconds);
        n_long++;
        if (seconds >= target_s)
            continue;
        const double factor = fmin(1.1 * target_s / seconds, 10);
        meter->repeats = (size_t)ceil((double)meter->repeats * factor);
        *serial_s = INFINITY;
        n_long = 0;
    }
    if (meter->repeats <= REPEATS_MAX)
        return BLOCK_DONE;
    fail_set(meter->fail, "the timed input of %s is too small to be timed",
        meter->setup->exercise->name);
    return BLOCK_BROKEN;
}

static enum block_outcome run_blocks(struct meter *meter, struct measurement *m)
{
    const double end_s = now_s() + meter->setup->budget_s;
    double serial_s;
    enum block_outcome outcome = calibrate(meter, &serial_s);
    size_t n_clean = 0;
    m->repeats = meter->repeats;
    for (size_t block = 1; outcome == BLOCK_DONE && block <= BLOCKS_MAX &&
                           n_clean < BLOCKS_WANTED && now_s() < end_s;
         block++) {
        struct sample sample = {0};
        if (block % BLOCKS_OF_RUNNER == 0) {
            end_all(meter);
            if (start_all(meter) != 0)
                return BLOCK_BROKEN;
        }
        outcome = run_block(meter, block, serial_s, &sample, m);
        if (outcome != BLOCK_DONE)
            break;
        m->samples = mem_grow(m->samples, m->n_samples, sizeof sample);
        m->samples[m->n_samples++] = sample;
        n_clean += sample.flaw == FLAW_NONE;
        /* A burst of other work makes one late; most are late by themselves. */
        if (meter->n_slow >= SLOW_MAX && 2 * meter->n_slow > m->n_samples)
            return fail_candidate(m,
                "it takes more than %s times as long as the serial baseline",
                "5");
        if (meter->setup->progress != NULL)
            meter->setup->progress(n_clean, BLOCKS_WANTED);
    }
    return outcome;
}

static const struct timing *find_timing(const struct measure_setup *setup)
{
    const struct exercise_cases *cases = judge_cases(setup->exercise);
    for (const struct timing *t = cases != NULL ? cases->timings : NULL;
         t != NULL && t->measure != NULL; t++)
        if (strcmp(t->measure, setup->measure->name) == 0)
            return t;
    return NULL;
}

static enum measure_outcome measure_on_cores(
    struct meter *meter, struct measurement *m)
{
    enum block_outcome outcome = BLOCK_BROKEN;
    if (start_all(meter) == 0)
        outcome = run_blocks(meter, m);
    end_all(meter);
    if (outcome == BLOCK_DONE)
        measure_summarise(m);
    if (outcome == BLOCK_DONE || outcome == BLOCK_WRONG)
        return MEASURE_DONE;
    measure_free(m);
    if (interrupt_signal() != 0)
        outcome = BLOCK_STOPPED;
    return outcome == BLOCK_STOPPED ? MEASURE_STOPPED : MEASURE_BROKEN;
}

enum measure_outcome measure_candidate(const struct measure_setup *setup,
    struct measurement *measurement, struct fail *fail)
{
    struct meter meter = {.setup = setup,
        .timing = find_timing(setup),
        .repeats = 1,
        .fail = fail};
    *measurement = (struct measurement){.n_workers = setup->n_workers};
    if (meter.timing == NULL) {
        fail_set(fail, "the cases of %s lack the measure %s",
            setup->exercise->name, setup->measure->name);
        return MEASURE_BROKEN;
    }
    if (setup->n_workers < 2) {
        measurement->status = MEASURE_NOT_MEASURED;
        snprintf(measurement->why, sizeof measurement->why,
            "only one core may be used here, so nothing can be faster on "
            "several; run it on a machine with two cores or more");
        return MEASURE_DONE;
    }
    if (setup->n_workers > MEASURE_WORKERS_MAX) {
        fail_set(fail, "at most %d workers are measured; use --workers",
            MEASURE_WORKERS_MAX);
        return MEASURE_BROKEN;
    }
    return measure_on_cores(&meter, measurement);
}
