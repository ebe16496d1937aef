/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_STATS_FIT_H
#define PARLAB_STATS_FIT_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/stats/stats.h"

/** @file
 *  The laws of speedup, turned round: from measured speedups to the share of
 *  the work that is not done in parallel. A share is not forced into 0 … 1: a
 *  speedup above the number of workers gives a negative one, since it
 *  contradicts the law, and one below 1 gives more than 1.
 *
 *  The interval of a share belongs to the ends of all intervals of the
 *  speedups at once, so it misses at most as often as all of these together.
 *  No argument is changed. */

/** The speedup on one number of workers. */
struct fit_point {
    int n_workers; /**< >= 1; points of 1 worker say nothing, and are passed
                        over */
    double speedup; /**< > 0 */
    struct interval interval; /**< of the speedup, low > 0 */
};

/** A share of work that fits all points best. */
struct fit {
    double share;
    struct interval interval;
    size_t n_points; /**< of more than one worker; with 1 the fit is that
                          point */
};

/** The experimentally determined serial fraction of one speedup,
 *  e = (1/S - 1/p) / (1 - 1/p). Where nothing but a serial part keeps a
 *  program from scaling, e is the same for every p; where the overhead of
 *  more workers does, e rises with p.
 *  @param n_workers  p >= 2
 *  Source: Karp and Flatt, "Measuring parallel processor performance",
 *  Communications of the ACM 33(5), 1990. */
double fit_karp_flatt(double speedup, int n_workers);

/** The same for the ends of an interval; a high speedup is a low e. */
struct interval fit_karp_flatt_interval(struct interval speedup, int n_workers);

/** The serial share f of Amdahl's law, 1/S = f + (1 - f)/p, by least squares
 *  of 1/S - 1/p = f (1 - 1/p): for a problem of one size.
 *  @return  false: no point has more than one worker.
 *  Source: Amdahl, "Validity of the single processor approach to achieving
 *  large scale computing capabilities", AFIPS Spring Joint Computer
 *  Conference, 1967. */
bool fit_amdahl(
    const struct fit_point points[], size_t n_points, struct fit *fit);

/** The speedup that Amdahl's law gives. The limit for any number of workers
 *  is that for an infinite one, 1/f.
 *  @param n_workers  >= 1, may be INFINITY */
double fit_amdahl_speedup(double share, double n_workers);

/** The serial share s of the time on p workers, by least squares of
 *  1 - S/p = s (1 - 1/p), where S is the scaled speedup: the problem grows
 *  with the workers, and S = p - s (p - 1).
 *  @return  false: no point has more than one worker.
 *  Source: Gustafson, "Reevaluating Amdahl's law", Communications of the ACM
 *  31(5), 1988. */
bool fit_gustafson(
    const struct fit_point points[], size_t n_points, struct fit *fit);

/** The scaled speedup that Gustafson's law gives. */
double fit_gustafson_speedup(double share, double n_workers);

/** How a quantity goes with the number of workers. */
enum fit_trend {
    FIT_UNCLEAR, /**< the intervals are too wide to tell */
    FIT_CONSTANT,
    FIT_RISING,
    FIT_FALLING,
};

/** Tell the trend of intervals in the order of workers. It rises or falls
 *  when the last interval lies wholly above or below the first; it is
 *  constant when one positive value lies in all of them and the first and
 *  the last exclude that it doubled or halved in between.
 *  @param n  with fewer than 2 it is unclear. */
enum fit_trend fit_trend(const struct interval intervals[], size_t n);

#endif
