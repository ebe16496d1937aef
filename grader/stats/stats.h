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

/** The range that leaves out a share of the values at either end.
 *  @param n      >= 1
 *  @param share  0 for all of them, below 0.5 */
void stats_range(
    const double x[], size_t n, double share, struct interval *range);

/** Logarithm of the e-value of a sequence of wins against the hypothesis that
 *  each has, given those before, at most even odds: the likelihood ratio of
 *  win probability p against 1/2, averaged over all p in [1/2, 1] alike. Under
 *  the hypothesis it exceeds log(1/a) at any time with probability at most a
 *  (Ville's inequality), so one may look after every win or loss and stop.
 *  Sources: Robbins, Statistical methods related to the law of the iterated
 *  logarithm, Annals of Mathematical Statistics 41, 1970 (mixtures); Ramdas,
 *  Gruenwald, Vovk and Shafer, Game-theoretic statistics and safe
 *  anytime-valid inference, Statistical Science 38, 2023. */
double stats_sign_log_e(size_t n_wins, size_t n_losses);

/** The fewest wins out of @p n that refute even odds.
 *  @param miss  probability of refuting them although they hold, at any time
 *  @return  n + 1 when not even n wins do. */
size_t stats_wins_needed(size_t n, double miss);

/** An interval of the median of values that come one by one, valid at any
 *  time: it may be asked for after every value, and measuring may stop because
 *  of it. Its ends are the values that a sign test at @p miss a side does not
 *  refute. What must hold: in every round, given the past, a value lies above
 *  the median with probability at most 1/2, and below it likewise. Nothing is
 *  assumed about the values' distribution; a drift breaks it.
 *  @param miss  probability of missing on one side, ever; 0 < miss < 1
 *  @return  false: @p n is too small (14 are the least for 1/2000). */
bool stats_sequential_interval(
    const double x[], size_t n, double miss, struct interval *interval);

/** Probability of at least @p k heads in @p n tosses of a coin that shows
 *  heads with probability @p p. */
double stats_binomial_above(size_t n, size_t k, double p);

/** The largest probability of an event that is not refuted at @p miss by
 *  seeing it @p k times in @p n trials (one-sided, exact).
 *  Source: Clopper and Pearson, The use of confidence or fiducial limits
 *  illustrated in the case of the binomial, Biometrika 26, 1934. */
double stats_proportion_below(size_t n, size_t k, double miss);

/** Probability, if both samples come from one distribution, that they are as
 *  different in rank as they are, or more; two-sided, by the normal
 *  approximation with correction for ties and continuity.
 *  @param n_x,n_y  >= 1
 *  Source: Mann and Whitney, On a test of whether one of two random variables
 *  is stochastically larger than the other, Annals of Mathematical Statistics
 *  18, 1947; for ties Conover, Practical Nonparametric Statistics, 3rd
 *  edition, 1999, section 5.1. */
double stats_rank_sum(
    const double x[], size_t n_x, const double y[], size_t n_y);

/** Whether values are of two sorts that lie far apart: cut where the two
 *  parts' means differ most for what varies within them, they differ by at
 *  least @p apart times the standard deviation within.
 *  @param least      values that each part must have; >= 1
 *  @param apart      6 is far: cut in the middle, a normal distribution shows
 *                    2.6 and a uniform one 3.5
 *  @param[out] cut   values above it are the upper part.
 *  Source: Otsu, A threshold selection method from gray-level histograms,
 *  IEEE Transactions on Systems, Man, and Cybernetics 9, 1979. */
bool stats_two_sorts(
    const double x[], size_t n, size_t least, double apart, double *cut);

/** Probability of at most @p k heads in @p n tosses of a fair coin. */
double stats_fair_binomial(size_t n, size_t k);

#endif
