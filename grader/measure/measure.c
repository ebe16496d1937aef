/* SPDX-License-Identifier: MIT */
#include "grader/measure/measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/clock.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/judge/judge.h"
#include "grader/judge/machine.h"
#include "grader/measure/measure_private.h"

/* Blocks are run until what they say is precise enough, or until the budget
 * is spent. One process may be slower than the next for as long as it lives,
 * by where its memory happens to lie, and a grade should not depend on that:
 * after every few blocks new runners are started, and no verdict rests on
 * fewer than four sets of them. */

enum {
    BLOCKS_OF_RUNNERS = 4, /* then new ones are started */
    LONG_RUNS = 4, /* to be sure that a block is long enough */
    SLOW_MAX = 4, /* undisturbed blocks with a late candidate */
    REPEATS_MAX = 1 << 20,
    FORKS_OF_RUN = 100, /* starting the workers takes that part of it */
};

#define RUN_MIN_S 0.02 /* of the baseline */
#define RUN_MIN_OF_WORKER_S 0.01
#define RUN_LONG_S 0.12 /* enough, however long it takes to fork */

static bool is_time_left(const struct meter *meter)
{
    return clock_now_s() < meter->start_s + meter->setup->budget_s;
}

/* Short blocks find more moments in which nothing disturbs. But workers that
 * are forked start in 0.1 ms on one machine and in 2 on another, which should
 * not decide what a program that forks once is worth. */
static double run_min_s(const struct meter *meter)
{
    const int n = meter->setup->n_workers;
    return fmax(fmax(RUN_MIN_S, RUN_MIN_OF_WORKER_S * n),
        fmin(FORKS_OF_RUN * n * meter->fork_s, RUN_LONG_S));
}

/* Find how many calls make a block long enough to be timed: the size of the
 * input stays, so that it stays where it is in the caches. Several runs in a
 * row have to be long enough, since one may have been disturbed. */
static enum step calibrate(struct meter *meter)
{
    const double target_s = run_min_s(meter);
    const size_t repeats = meter->repeats;
    int n_long = 0;
    meter->serial_s = INFINITY;
    while (n_long < LONG_RUNS && is_time_left(meter)) {
        double seconds;
        const enum step step = meter_time_once(meter, &seconds);
        if (step != STEP_DONE)
            return step;
        meter->serial_s = fmin(meter->serial_s, seconds);
        n_long++;
        if (seconds >= target_s)
            continue;
        const double factor = fmin(1.1 * target_s / seconds, 10);
        meter->repeats = (size_t)ceil((double)meter->repeats * factor);
        meter->serial_s = INFINITY;
        n_long = 0;
        if (meter->repeats <= REPEATS_MAX)
            continue;
        fail_set(meter->fail, "the timed input of %s is too small to be timed",
            meter->setup->exercise->name);
        return STEP_BROKEN;
    }
    meter->result->repeats = meter->repeats;
    return meter->repeats != repeats ? meter_warm_up(meter) : STEP_DONE;
}

/* A burst of other work makes one block late; most are late by themselves. */
static bool is_too_slow(const struct meter *meter)
{
    return meter->n_slow >= SLOW_MAX &&
           2 * meter->n_slow > meter->result->n_samples;
}

static enum step run_blocks(struct meter *meter)
{
    const struct measure_setup *setup = meter->setup;
    struct measurement *m = meter->result;
    enum step step = meter_start(meter);
    if (step == STEP_DONE)
        step = calibrate(meter);
    for (size_t number = 1; step == STEP_DONE && is_time_left(meter);
         number++) {
        struct sample sample;
        if (number % BLOCKS_OF_RUNNERS == 0 &&
            (step = meter_start(meter)) != STEP_DONE)
            break;
        step = meter_run_block(meter, number, &sample);
        if (step != STEP_DONE)
            break;
        m->samples = mem_grow(m->samples, m->n_samples, sizeof sample);
        m->samples[m->n_samples++] = sample;
        measure_summarise(m);
        if (setup->progress != NULL)
            setup->progress(m);
        if (is_too_slow(meter)) {
            m->status = MEASURE_NOT_GRADED;
            snprintf(m->why, sizeof m->why,
                "it takes more than 5 times as long as the serial baseline");
            return STEP_WRONG;
        }
        if (m->status == MEASURE_MEASURED &&
            setup->is_precise(setup->measure, m))
            break;
    }
    if (step == STEP_DONE)
        measure_summarise(m);
    return step;
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

static enum measure_outcome run_meter(struct meter *meter)
{
    struct measurement *m = meter->result;
    const enum step step = run_blocks(meter);
    meter_end(meter);
    m->seconds = clock_now_s() - meter->start_s;
    if (step == STEP_DONE || step == STEP_WRONG)
        return MEASURE_DONE;
    measure_free(m);
    return step == STEP_STOPPED || interrupt_signal() != 0 ? MEASURE_STOPPED
                                                           : MEASURE_BROKEN;
}

enum measure_outcome measure_candidate(const struct measure_setup *setup,
    struct measurement *measurement, struct fail *fail)
{
    const bool has_copies = setup->measure->yardstick == YARDSTICK_COPIES;
    struct meter meter = {.setup = setup,
        .timing = find_timing(setup),
        .n_baselines = has_copies ? setup->n_workers : 1,
        .repeats = 1,
        .start_s = clock_now_s(),
        .result = measurement,
        .fail = fail};
    *measurement = (struct measurement){
        .n_workers = setup->n_workers, .budget_s = setup->budget_s};
    if (meter.timing == NULL) {
        fail_set(fail, "the cases of %s lack the measure %s",
            setup->exercise->name, setup->measure->name);
        return MEASURE_BROKEN;
    }
    if (setup->n_workers < 2 && has_copies) {
        char why[160];
        machine_why_one(machine_read(), why, sizeof why);
        measurement->status = MEASURE_NOT_MEASURED;
        snprintf(measurement->why, sizeof measurement->why,
            "nothing can be faster on several workers here, because %s", why);
        return MEASURE_DONE;
    }
    if (setup->n_workers > MEASURE_WORKERS_MAX) {
        fail_set(fail, "at most %d workers are measured; use --workers",
            MEASURE_WORKERS_MAX);
        return MEASURE_BROKEN;
    }
    return run_meter(&meter);
}
