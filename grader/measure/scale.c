/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "grader/base/mem.h"
#include "grader/measure/scaling.h"

/* The points one after the other, fewest workers first, each with runners of
 * its own. Where workers outnumber cores, and on one worker, there is nothing
 * that copies could show, and only the speedup is measured. Runs take longer
 * in proportion to the workers, so points of many get more time. */

/* What a runner of so many workers needs beside what one may have anyway: an
 * MPI brings threads of its own to every rank. */
static struct exercise with_room_for(
    const struct exercise *exercise, int n_workers)
{
    enum { OF_SANDBOX = 32, OF_WORKER = 2, OF_RANK = 8 };
    struct exercise roomy = *exercise;
    const int needed =
        OF_SANDBOX +
        n_workers * (exercise->kind == KIND_MPI ? OF_RANK : OF_WORKER);
    if (roomy.limits.processes < needed)
        roomy.limits.processes = needed;
    return roomy;
}

static enum measure_outcome measure_point(const struct scaling_setup *setup,
    const struct scaling *scaling, struct scaling_point *point,
    struct fail *fail)
{
    const struct exercise exercise =
        with_room_for(setup->exercise, point->n_workers);
    struct measure measure = *setup->measure;
    const bool has_copies = point->n_workers > 1 && !point->is_oversubscribed &&
                            measure.yardstick != YARDSTICK_WORKERS;
    measure.yardstick = has_copies ? YARDSTICK_COPIES : YARDSTICK_NONE;
    const struct measure_setup one = {.exercise = &exercise,
        .measure = &measure,
        .candidate = setup->candidate,
        .baseline = setup->baseline,
        .folder = setup->folder,
        .layer = setup->layer,
        .seed = scaling->seed,
        .n_workers = point->n_workers,
        .n_parts = point->n_parts,
        .budget_s = scaling->budget_s * fmax(1, point->n_workers / 10.0),
        .is_verbose = setup->is_verbose,
        .is_precise = scaling_is_precise,
        .progress = setup->progress};
    return measure_candidate(&one, &point->measurement, fail);
}

static enum measure_outcome measure_curve(const struct scaling_setup *setup,
    struct scaling *scaling, enum scaling_kind kind, struct fail *fail)
{
    int workers[MEASURE_WORKERS_MAX];
    const size_t n = scaling_plan(kind, scaling->n_workers, workers);
    struct scaling_curve *curve = &scaling->curves[kind];
    curve->points = mem_new(n, sizeof *curve->points);
    for (size_t i = 0; i < n; i++) {
        struct scaling_point *point = &curve->points[curve->n_points++];
        *point = (struct scaling_point){.n_workers = workers[i],
            .n_parts = kind == SCALING_WEAK
                           ? (unsigned)(scaling->n_workers / workers[i])
                           : 1,
            .is_oversubscribed = workers[i] > scaling->cores};
        if (setup->point != NULL)
            setup->point(kind, workers[i]);
        const enum measure_outcome outcome =
            measure_point(setup, scaling, point, fail);
        if (outcome != MEASURE_DONE)
            return outcome;
    }
    return MEASURE_DONE;
}

enum measure_outcome scaling_measure(const struct scaling_setup *setup,
    struct scaling *scaling, struct fail *fail)
{
    for (int kind = 0; kind < N_SCALINGS; kind++) {
        if (!setup->wants[kind])
            continue;
        const enum measure_outcome outcome =
            measure_curve(setup, scaling, kind, fail);
        if (outcome != MEASURE_DONE)
            return outcome;
    }
    scaling_summarise(scaling);
    return MEASURE_DONE;
}
