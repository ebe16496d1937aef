/* SPDX-License-Identifier: MIT */
#include "grader/measure/scaling.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "grader/base/mem.h"
#include "grader/measure/measure_private.h"

/* From blocks to curves. Nothing here looks at a clock or a process, so a
 * recorded scaling becomes the same curves on any machine. A point whose
 * blocks are too few for an interval is not known, and in no fit. */

#define PRECISION 0.01 /* half the interval, as a share of the speedup */
#define UNEQUAL_MAX 1.25 /* times of two copies whose parts are about equal */

size_t scaling_plan(enum scaling_kind kind, int n_workers, int workers[])
{
    size_t n = 0;
    for (int p = 1; p <= n_workers; p++) {
        int odd = p; /* what is left without the factors 2 */
        while (odd % 2 == 0)
            odd /= 2;
        const bool is_in = n_workers <= 8 || odd == 1 || (odd == 3 && p >= 3) ||
                           p == n_workers;
        if (is_in && (kind == SCALING_STRONG || n_workers % p == 0))
            workers[n++] = p;
    }
    return n;
}

static double speedup_of(const struct sample *sample)
{
    return sample->speedup;
}

static double attainable_of(const struct sample *sample)
{
    return sample->attainable;
}

/* Median and interval over the clean blocks in which a value is known.
 * @return false: too few. */
static bool summarise(const struct measurement *m,
    double (*value)(const struct sample *), double *median,
    struct interval *interval)
{
    double *x = mem_new(m->n_samples + 1, sizeof *x);
    size_t n = 0;
    for (size_t i = 0; i < m->n_samples; i++)
        if (m->samples[i].flaw == FLAW_NONE && isfinite(value(&m->samples[i])))
            x[n++] = value(&m->samples[i]);
    const bool is_known =
        stats_sequential_interval(x, n, MISS_A_SIDE, interval);
    if (is_known) {
        *median = stats_median(x, n);
        double halves[2];
        measure_widen_if_drifting(x, n, interval, halves);
    }
    free(x);
    return is_known;
}

bool scaling_is_precise(
    const struct measure *measure, const struct measurement *so_far)
{
    double speedup;
    struct interval interval;
    (void)measure;
    return summarise(so_far, speedup_of, &speedup, &interval) &&
           interval.high - interval.low <= 2 * PRECISION * speedup;
}

/* Copies that are slow together share something, memory most often; of
 * copies that are slow one by one, somebody else slowed some. */
static bool are_slow_together(const struct sample *sample, int n_workers)
{
    double least = INFINITY, most = 0;
    for (int i = 0; i < n_workers; i++) {
        least = fmin(least, sample->copies[i].seconds);
        most = fmax(most, sample->copies[i].seconds);
    }
    return most <= UNEQUAL_MAX * least;
}

static void summarise_point(struct scaling_point *point)
{
    struct measurement *m = &point->measurement;
    point->n_clean = 0;
    for (size_t i = 0; i < m->n_samples; i++) {
        struct sample *sample = &m->samples[i];
        if (sample->flaw == FLAW_SHARED &&
            are_slow_together(sample, point->n_workers))
            sample->flaw = FLAW_NONE;
        point->n_clean += sample->flaw == FLAW_NONE;
    }
    point->is_known =
        m->status != MEASURE_NOT_GRADED &&
        summarise(m, speedup_of, &point->speedup, &point->interval);
    if (!point->is_known && m->why[0] == '\0')
        snprintf(m->why, sizeof m->why, "%zu clean runs are too few",
            point->n_clean);
    point->has_copies =
        point->is_known &&
        summarise(m, attainable_of, &point->copies, &point->copies_interval);
    if (!point->is_known || point->n_workers < 2)
        return;
    point->karp_flatt = fit_karp_flatt(point->speedup, point->n_workers);
    point->karp_flatt_interval =
        fit_karp_flatt_interval(point->interval, point->n_workers);
}

size_t scaling_fit_points(
    const struct scaling_curve *curve, struct fit_point points[])
{
    size_t n = 0;
    for (size_t i = 0; i < curve->n_points; i++) {
        const struct scaling_point *p = &curve->points[i];
        if (p->is_known && !p->is_oversubscribed)
            points[n++] =
                (struct fit_point){p->n_workers, p->speedup, p->interval};
    }
    return n;
}

static enum fit_trend trend_of(const struct fit_point points[], size_t n)
{
    struct interval intervals[MEASURE_WORKERS_MAX];
    size_t n_intervals = 0;
    for (size_t i = 0; i < n; i++)
        if (points[i].n_workers >= 2)
            intervals[n_intervals++] = fit_karp_flatt_interval(
                points[i].interval, points[i].n_workers);
    return fit_trend(intervals, n_intervals);
}

void scaling_summarise(struct scaling *scaling)
{
    for (int kind = 0; kind < N_SCALINGS; kind++) {
        struct fit_point points[MEASURE_WORKERS_MAX];
        struct scaling_curve *curve = &scaling->curves[kind];
        for (size_t i = 0; i < curve->n_points; i++)
            summarise_point(&curve->points[i]);
        const size_t n = scaling_fit_points(curve, points);
        curve->has_fit = kind == SCALING_STRONG
                             ? fit_amdahl(points, n, &curve->fit)
                             : fit_gustafson(points, n, &curve->fit);
        curve->trend = trend_of(points, n);
    }
}

void scaling_clear(struct scaling *scaling)
{
    for (int kind = 0; kind < N_SCALINGS; kind++) {
        struct scaling_curve *curve = &scaling->curves[kind];
        for (size_t i = 0; i < curve->n_points; i++)
            measure_free(&curve->points[i].measurement);
        free(curve->points);
    }
    free(scaling->exercise);
    free(scaling->measure);
    free(scaling->candidate);
    free(scaling->processor);
    *scaling = (struct scaling){0};
}
