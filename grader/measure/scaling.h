/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_MEASURE_SCALING_H
#define PARLAB_MEASURE_SCALING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "grader/measure/measure.h"
#include "grader/stats/fit.h"

/** @file
 *  How a speedup goes with the number of workers. Strong scaling: the whole
 *  input on 1 … P workers. Weak scaling: on p workers p of P parts of it, so
 *  that each worker always has the same to do. Every point is measured as for
 *  a grade, in blocks against the serial baseline on the same input, and,
 *  where there is a core for each worker, against copies of it. */

enum scaling_kind {
    SCALING_STRONG,
    SCALING_WEAK,
    N_SCALINGS,
};

/** One number of workers. */
struct scaling_point {
    int n_workers;
    unsigned n_parts; /**< the input is the first of so many parts */
    bool is_oversubscribed; /**< fewer cores than workers: in no fit */
    struct measurement measurement; /**< its blocks; its own summary, which is
                                         that of a grade, is not used */
    bool is_known; /**< the rest is there; else measurement.why */
    size_t n_clean;
    double speedup; /**< median over the clean blocks */
    struct interval interval; /**< missed once in a thousand */
    bool has_copies;
    double copies; /**< what as many copies of the baseline gain */
    struct interval copies_interval;
    struct interval karp_flatt_interval; /**< from 2 workers on */
    double karp_flatt;
};

/** One curve. */
struct scaling_curve {
    struct scaling_point *points; /**< by number of workers; NULL: not asked
                                       for */
    size_t n_points;
    bool has_fit;
    struct fit fit; /**< Amdahl's share, or of a weak curve Gustafson's */
    enum fit_trend trend; /**< of the Karp-Flatt fraction */
};

/** Both, and what was measured. */
struct scaling {
    char *exercise; /**< "lab/exercise" */
    char *measure;
    char *candidate; /**< "submission", … */
    char *processor;
    uint64_t seed;
    int cores; /**< that could be used */
    int n_workers; /**< P */
    bool is_recorded; /**< read from a file */
    double budget_s; /**< for a point of up to 10 workers; more get more */
    struct scaling_curve curves[N_SCALINGS];
};

/** Numbers of workers of a curve up to @p n_workers: all up to 8, else 1, 2,
 *  3, 4, 6, 8, 12, 16, … and @p n_workers; of a weak curve those of them that
 *  divide it.
 *  @param n_workers     1 … MEASURE_WORKERS_MAX
 *  @param[out] workers  rising, room for MEASURE_WORKERS_MAX.
 *  @return how many. */
size_t scaling_plan(enum scaling_kind kind, int n_workers, int workers[]);

/** Whether a curve's blocks tell its speedup to 1 %. For measure_setup. */
bool scaling_is_precise(
    const struct measure *measure, const struct measurement *so_far);

/** Make everything that follows from the blocks. A block in which the copies
 *  gained next to nothing counts here, other than for a grade: that they do
 *  is what the curve is there to show. Pure but for the result. */
void scaling_summarise(struct scaling *scaling);

/** The points that go into fits: measured, not oversubscribed.
 *  @param[out] points  room for the points of the curve.
 *  @return how many. */
size_t scaling_fit_points(
    const struct scaling_curve *curve, struct fit_point points[]);

/** How to measure a scaling. */
struct scaling_setup {
    const struct exercise *exercise;
    const struct measure *measure;
    const char *candidate; /**< its runner */
    const char *baseline; /**< the serial baseline's runner */
    const char *folder; /**< private folder */
    enum sandbox_layer layer;
    bool is_verbose;
    bool wants[N_SCALINGS];
    /** Called before each point; may be NULL. */
    void (*point)(enum scaling_kind kind, int n_workers);
    /** Called after each block; may be NULL. */
    void (*progress)(const struct measurement *so_far);
};

/** Measure all points, and summarise.
 *  @param[in,out] scaling  seed, n_workers, cores and budget_s are given;
 *                          release with scaling_clear() in any case. */
enum measure_outcome scaling_measure(const struct scaling_setup *setup,
    struct scaling *scaling, struct fail *fail);

/** Release what a scaling holds. */
void scaling_clear(struct scaling *scaling);

#endif
