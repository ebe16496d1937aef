/* SPDX-License-Identifier: MIT */
#include "grader/measure/noise.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/base/mem.h"
#include "grader/base/random.h"
#include "grader/judge/machine.h"
#include "grader/measure/measure_private.h"
#include "grader/stats/stats.h"

/* Blocks of the two loops take turns, so that both see the same machine. A
 * block is as long as one of a grading and is judged by the same function.
 * In place of a candidate there are copies a second time, so that its gain
 * is 1 but for the noise. */

#define LOOK_S 0.25 /* between looks at other programs */
#define STATES_SHARE 0.1 /* of the blocks, in the rarer state */
enum {
    ROUNDS_MIN = 16,
    ROUNDS_MAX = 1 << 20,
    LONG_RUNS = 3,
    STATES_LEAST = 5, /* blocks in either state */
};

/* As much work as makes a block of a grading. */
static int calibrate(struct loops *loops, enum loop_kind kind, int n_workers,
    size_t *n_rounds, struct fail *fail)
{
    const double target_s = fmax(0.02, 0.01 * n_workers);
    *n_rounds = ROUNDS_MIN;
    for (int n_long = 0; n_long < LONG_RUNS && *n_rounds < ROUNDS_MAX;
         n_long++) {
        struct part part;
        if (loops_run(loops, kind, false, *n_rounds, &part, fail) != 0)
            return -1;
        if (part.seconds >= target_s)
            continue;
        const double factor = fmin(1.1 * target_s / part.seconds, 10);
        *n_rounds = (size_t)ceil((double)*n_rounds * factor);
        n_long = -1;
    }
    return 0;
}

/* What a candidate of these parts would show. */
static struct part join(const struct part parts[], int n)
{
    struct part all = {0};
    for (int i = 0; i < n; i++) {
        all.seconds = fmax(all.seconds, parts[i].seconds);
        all.cpu_s += parts[i].cpu_s;
        all.delay_s += parts[i].delay_s;
        all.switches += parts[i].switches;
    }
    return all;
}

static int run_part(struct loops *loops, enum loop_kind kind,
    const struct noise_watch *watch, char which, struct sample *sample,
    struct fail *fail)
{
    struct part parts[MEASURE_WORKERS_MAX];
    const size_t n_rounds = watch->of[kind].n_rounds;
    if (which == 'b')
        return loops_run(loops, kind, false, n_rounds, &sample->baseline, fail);
    if (which == 'k')
        return loops_run(loops, kind, true, n_rounds, sample->copies, fail);
    if (loops_run(loops, kind, true, n_rounds, parts, fail) != 0)
        return -1;
    sample->candidate = join(parts, watch->n_workers);
    return 0;
}

static int run_block(struct loops *loops, enum loop_kind kind,
    struct noise_watch *watch, struct random *random, struct fail *fail)
{
    static const char orders[][4] = {"bck", "bkc", "cbk", "ckb", "kbc", "kcb"};
    struct noise_blocks *blocks = &watch->of[kind];
    struct sample sample = {0};
    const double start_s = clock_now_s();
    struct block_facts facts = {.n_workers = watch->n_workers,
        .work = watch->n_workers,
        .has_equal_cores = machine_read()->has_equal_cores};
    for (int i = 0; i < watch->n_workers; i++)
        facts.copy_work[i] = 1;
    const double stolen_s = machine_stolen_s();
    strcpy(sample.order, orders[random_below(random, 6)]);
    for (const char *which = sample.order; *which != '\0'; which++)
        if (run_part(loops, kind, watch, *which, &sample, fail) != 0)
            return -1;
    facts.is_stolen = machine_stolen_s() > stolen_s;
    measure_judge_block(&sample, &facts);
    blocks->samples =
        mem_grow(blocks->samples, blocks->n_samples, sizeof sample);
    blocks->samples[blocks->n_samples++] = sample;
    blocks->seconds += clock_now_s() - start_s;
    return 0;
}

static int run_all(struct loops *loops, const struct noise_setup *setup,
    struct noise_watch *watch, struct fail *fail)
{
    struct random random = random_stream(1, "noise");
    const int n_kinds = loops_memory_bytes(loops) > 0 ? N_LOOPS : LOOP_MEMORY;
    for (int k = 0; k < n_kinds; k++)
        if (calibrate(loops, (enum loop_kind)k, watch->n_workers,
                &watch->of[k].n_rounds, fail) != 0)
            return -1;
    const double start_s = clock_now_s();
    double looked_s = start_s;
    for (int i = 0; i < n_kinds || clock_now_s() - start_s < setup->seconds;
         i++) {
        const enum loop_kind kind = (enum loop_kind)(i % n_kinds);
        if (run_block(loops, kind, watch, &random, fail) != 0)
            return -1;
        if (clock_now_s() - looked_s < LOOK_S)
            continue;
        others_look(&watch->others);
        looked_s = clock_now_s();
        if (setup->progress != NULL)
            setup->progress(looked_s - start_s, setup->seconds);
    }
    others_look(&watch->others);
    return 0;
}

int noise_watch(const struct noise_setup *setup, struct noise_watch *watch,
    struct fail *fail)
{
    *watch = (struct noise_watch){.n_workers = setup->n_workers};
    struct loops *loops = loops_start(setup->n_workers, fail);
    if (loops == NULL)
        return -1;
    const double stolen_s = machine_stolen_s();
    watch->others = others_start();
    const int result = run_all(loops, setup, watch, fail);
    watch->stolen = (machine_stolen_s() - stolen_s) / watch->others.seconds /
                    machine_read()->online;
    loops_end(loops);
    if (result != 0)
        noise_free(watch);
    return result;
}

void noise_free(struct noise_watch *watch)
{
    for (int k = 0; k < N_LOOPS; k++)
        free(watch->of[k].samples);
    others_free(&watch->others);
    *watch = (struct noise_watch){0};
}

/* What copies gain is known when nobody disturbed them, little as it may
 * be. */
static bool is_quiet(const struct sample *sample)
{
    return sample->flaw == FLAW_NONE || sample->flaw == FLAW_SHARED;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* One of sorted values, @p share of the way through them. */
static double value_at(const double sorted[], size_t n, double share)
{
    return sorted[(size_t)(share * (double)(n - 1) + 0.5)];
}

/* Medians of the values on either side of a cut. */
static void split(
    struct noise_view *view, const double sorted[], size_t n, double cut)
{
    size_t n_low = 0;
    while (n_low < n && sorted[n_low] <= cut)
        n_low++;
    view->has_two_states = true;
    view->low = stats_median(sorted, n_low);
    view->high = stats_median(sorted + n_low, n - n_low);
    view->share_high = (double)(n - n_low) / (double)n;
}

/* Which core is slower than the others, in the median of the blocks: also in
 * those that do not count because of it. */
static void compare_cores(
    struct noise_view *view, const struct noise_blocks *blocks, int n_workers)
{
    double fastest_s = INFINITY, slowest_s = 0;
    double *x = mem_new(blocks->n_samples, sizeof *x);
    for (int k = 0; k < n_workers; k++) {
        size_t n = 0;
        for (size_t i = 0; i < blocks->n_samples; i++)
            if (is_quiet(&blocks->samples[i]) ||
                blocks->samples[i].flaw == FLAW_UNEVEN)
                x[n++] = blocks->samples[i].copies[k].seconds;
        if (n == 0)
            break;
        const double median_s = stats_median(x, n);
        fastest_s = fmin(fastest_s, median_s);
        if (median_s > slowest_s)
            view->slow_core = k;
        slowest_s = fmax(slowest_s, median_s);
    }
    view->slow_by = slowest_s > 0 ? slowest_s / fastest_s - 1 : 0;
    free(x);
}

struct noise_view noise_view(const struct noise_blocks *blocks, int n_workers)
{
    struct noise_view view = {.n = blocks->n_samples, .slowest = 1};
    double *gains = mem_new(view.n, sizeof *gains);
    double *alone_s = mem_new(view.n, sizeof *alone_s), cut;
    for (size_t i = 0; i < view.n; i++) {
        const struct sample *sample = &blocks->samples[i];
        view.n_of[sample->flaw]++;
        if (!is_quiet(sample))
            continue;
        gains[view.n_quiet] = sample->attainable;
        alone_s[view.n_quiet++] = sample->baseline.seconds;
    }
    compare_cores(&view, blocks, n_workers);
    const size_t n = view.n_quiet;
    if (n > 0) {
        qsort(gains, n, sizeof *gains, ascending);
        qsort(alone_s, n, sizeof *alone_s, ascending);
        view.attainable = stats_median(gains, n);
        view.usual =
            (struct interval){value_at(gains, n, 0.1), value_at(gains, n, 0.9)};
        view.slowest = value_at(alone_s, n, 0.9) / value_at(alone_s, n, 0.1);
        const size_t least =
            (size_t)fmax(STATES_LEAST, STATES_SHARE * (double)n);
        if (stats_two_sorts(gains, n, least, FAR_APART, &cut))
            split(&view, gains, n, cut);
    }
    free(gains);
    free(alone_s);
    return view;
}

/* One made-up grading. @return seconds; INFINITY when it was not precise
 * within the budget. */
static double expect_one(const struct noise_blocks *blocks, double precision,
    double budget_s, struct random *random, double gains[])
{
    const double block_s = blocks->seconds / (double)blocks->n_samples;
    const size_t most = (size_t)(budget_s / block_s);
    size_t n = 0;
    for (size_t i = 1; i <= most; i++) {
        struct interval interval;
        const struct sample *drawn =
            &blocks->samples[random_below(random, blocks->n_samples)];
        if (drawn->flaw != FLAW_NONE)
            continue;
        gains[n++] = drawn->gain;
        if (stats_sequential_interval(gains, n, MISS_A_SIDE, &interval) &&
            interval.high - interval.low <= 2 * precision)
            return (double)i * block_s;
    }
    return INFINITY;
}

struct noise_hope noise_expect(
    const struct noise_blocks *blocks, double precision, double budget_s)
{
    enum { GRADINGS = 100 };
    struct noise_hope hope = {0};
    double seconds[GRADINGS];
    size_t n = 0;
    if (blocks->n_samples == 0)
        return hope;
    struct random random = random_stream(1, "expect");
    const double block_s = blocks->seconds / (double)blocks->n_samples;
    double *gains = mem_new((size_t)(budget_s / block_s) + 1, sizeof *gains);
    for (int i = 0; i < GRADINGS; i++) {
        seconds[n] = expect_one(blocks, precision, budget_s, &random, gains);
        n += isfinite(seconds[n]);
    }
    hope.measured = (double)n / GRADINGS;
    hope.seconds = n > 0 ? stats_median(seconds, n) : 0;
    free(gains);
    return hope;
}
