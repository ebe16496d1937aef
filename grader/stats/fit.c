/* SPDX-License-Identifier: MIT */
#include "grader/stats/fit.h"

#include <assert.h>
#include <math.h>

/* Both laws are linear in the share once they are written the right way
 * round, so a fit is one quotient of sums: no start value, no iteration, and
 * nothing that could fail to converge. Both fall as any of the speedups
 * rises, which is what makes the ends of the intervals the ends of the fit. */

/* What a law makes of one point: y = share * x. */
typedef double law(double speedup, double n_workers);

static double amdahl(double speedup, double n_workers)
{
    return 1 / speedup - 1 / n_workers;
}

static double gustafson(double speedup, double n_workers)
{
    return 1 - speedup / n_workers;
}

static double fit_x(int n_workers)
{
    return 1 - 1.0 / n_workers;
}

double fit_karp_flatt(double speedup, int n_workers)
{
    assert(n_workers >= 2);
    return amdahl(speedup, n_workers) / fit_x(n_workers);
}

struct interval fit_karp_flatt_interval(struct interval speedup, int n_workers)
{
    return (struct interval){fit_karp_flatt(speedup.high, n_workers),
        fit_karp_flatt(speedup.low, n_workers)};
}

static bool fit_law(law *y_of, const struct fit_point points[], size_t n_points,
    struct fit *fit)
{
    double sum_xx = 0, sum_xy = 0, sum_low = 0, sum_high = 0;
    *fit = (struct fit){0};
    for (size_t i = 0; i < n_points; i++) {
        const struct fit_point *point = &points[i];
        const double x = fit_x(point->n_workers);
        if (point->n_workers < 2)
            continue;
        fit->n_points++;
        sum_xx += x * x;
        sum_xy += x * y_of(point->speedup, point->n_workers);
        sum_low += x * y_of(point->interval.high, point->n_workers);
        sum_high += x * y_of(point->interval.low, point->n_workers);
    }
    if (fit->n_points == 0)
        return false;
    fit->share = sum_xy / sum_xx;
    fit->interval = (struct interval){sum_low / sum_xx, sum_high / sum_xx};
    return true;
}

bool fit_amdahl(
    const struct fit_point points[], size_t n_points, struct fit *fit)
{
    return fit_law(amdahl, points, n_points, fit);
}

double fit_amdahl_speedup(double share, double n_workers)
{
    return 1 / (share + (1 - share) / n_workers);
}

bool fit_gustafson(
    const struct fit_point points[], size_t n_points, struct fit *fit)
{
    return fit_law(gustafson, points, n_points, fit);
}

double fit_gustafson_speedup(double share, double n_workers)
{
    return n_workers - share * (n_workers - 1);
}

enum fit_trend fit_trend(const struct interval intervals[], size_t n)
{
    if (n < 2)
        return FIT_UNCLEAR;
    const struct interval first = intervals[0], last = intervals[n - 1];
    if (last.low > first.high)
        return FIT_RISING;
    if (last.high < first.low)
        return FIT_FALLING;
    double low = -INFINITY, high = INFINITY; /* what all have in common */
    for (size_t i = 0; i < n; i++) {
        low = fmax(low, intervals[i].low);
        high = fmin(high, intervals[i].high);
    }
    const bool is_narrow =
        last.high < 2 * first.low && first.high < 2 * last.low;
    return low <= high && is_narrow ? FIT_CONSTANT : FIT_UNCLEAR;
}
