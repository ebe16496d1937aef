/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_STATS_STATS_H
#define PARLAB_STATS_STATS_H

#include <stdbool.h>
#include <stddef.h>

/** @file Statistics as pure functions. No argument is changed. */

/** An interval. */
struct interval {
    double low;
    double high;
};

/** The median; the mean of the middle two for an even number.
 *  @param n  >= 1 */
double stats_median(const double x[], size_t n);

/** A distribution-free confidence interval for the median: the order
 *  statistics x(k) and x(n + 1 - k) with the largest k for which the
 *  probability of missing is at most @p miss.
 *  @param miss  probability that the interval lies wholly on one side of
 *               the median, both sides together; 0 < miss < 1
 *  @return  false: @p n is too small for any such interval.
 *  Source: Conover, Practical Nonparametric Statistics, 3rd edition, 1999,
 *  section 3.2 (confidence interval for a quantile). */
bool stats_median_interval(
    const double x[], size_t n, double miss, struct interval *interval);

/** Probability of at most @p k heads in @p n tosses of a fair coin. */
double stats_fair_binomial(size_t n, size_t k);

#endif
