/* SPDX-License-Identifier: MIT */
#include "grader/stats/stats.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* Only order matters to the median and to the sign test, so no assumption
 * about the shape of the noise is made anywhere here. */

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double *sorted_copy(const double x[], size_t n)
{
    double *copy = mem_new(n, sizeof *copy);
    memcpy(copy, x, n * sizeof *copy);
    qsort(copy, n, sizeof *copy, ascending);
    return copy;
}

double stats_median(const double x[], size_t n)
{
    assert(n >= 1);
    double *sorted = sorted_copy(x, n);
    const double median =
        n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    free(sorted);
    return median;
}

void stats_range(
    const double x[], size_t n, double share, struct interval *range)
{
    double *sorted = sorted_copy(x, n);
    const size_t left_out = (size_t)(share * (double)n);
    *range = (struct interval){sorted[left_out], sorted[n - 1 - left_out]};
    free(sorted);
}

double stats_fair_binomial(size_t n, size_t k)
{
    if (k >= n)
        return 1;
    /* From the largest term on downwards, each from the one before. */
    size_t i = k < n / 2 ? k : n / 2;
    const size_t middle = i;
    double term = exp(lgamma((double)n + 1) - lgamma((double)i + 1) -
                      lgamma((double)(n - i) + 1) - (double)n * log(2));
    const double largest = term;
    double sum = 0;
    for (; term > 1e-18 * largest; i--) {
        sum += term;
        if (i == 0)
            break;
        term *= (double)i / (double)(n - i + 1);
    }
    term = largest;
    for (i = middle + 1; i <= k; i++) {
        term *= (double)(n - i + 1) / (double)i;
        sum += term;
    }
    return fmin(sum, 1);
}

double stats_sign_log_e(size_t n_wins, size_t n_losses)
{
    /* 2^(n + 1) times the integral of p^wins (1 - p)^losses over [1/2, 1],
     * which is a beta function times a tail of a fair coin. */
    const size_t n = n_wins + n_losses;
    return (double)(n + 1) * log(2) + lgamma((double)n_wins + 1) +
           lgamma((double)n_losses + 1) - lgamma((double)n + 2) +
           log(stats_fair_binomial(n + 1, n_wins));
}

size_t stats_wins_needed(size_t n, double miss)
{
    size_t low = 0, high = n + 1; /* low wins are too few, high are enough */
    const double needed = -log(miss);
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (stats_sign_log_e(middle, n - middle) >= needed)
            high = middle;
        else
            low = middle;
    }
    return high;
}

bool stats_sequential_interval(
    const double x[], size_t n, double miss, struct interval *interval)
{
    const size_t k = stats_wins_needed(n, miss);
    if (k > n)
        return false;
    /* A candidate below the (n + 1 - k)-th value has k wins: refuted. */
    double *sorted = sorted_copy(x, n);
    *interval = (struct interval){sorted[n - k], sorted[k - 1]};
    free(sorted);
    return true;
}

double stats_binomial_above(size_t n, size_t k, double p)
{
    if (k == 0 || p >= 1)
        return 1;
    if (p <= 0)
        return 0;
    double sum = 0;
    for (size_t i = k; i <= n; i++)
        sum += exp(lgamma((double)n + 1) - lgamma((double)i + 1) -
                   lgamma((double)(n - i) + 1) + (double)i * log(p) +
                   (double)(n - i) * log1p(-p));
    return fmin(sum, 1);
}

double stats_proportion_below(size_t n, size_t k, double miss)
{
    double low = (double)k / (double)n, high = 1;
    for (int i = 0; i < 60 && k < n; i++) {
        const double middle = (low + high) / 2;
        /* At most k of n is not at least k + 1. */
        if (1 - stats_binomial_above(n, k + 1, middle) > miss)
            low = middle;
        else
            high = middle;
    }
    return high;
}

double stats_rank_sum(
    const double x[], size_t n_x, const double y[], size_t n_y)
{
    const double n = (double)(n_x + n_y);
    double *all = mem_new(n_x + n_y, sizeof *all), sum = 0, ties = 0;
    memcpy(all, x, n_x * sizeof *all);
    memcpy(all + n_x, y, n_y * sizeof *all);
    qsort(all, n_x + n_y, sizeof *all, ascending);
    for (size_t i = 0, end; i < n_x + n_y; i = end) {
        for (end = i + 1; end < n_x + n_y && all[end] == all[i];)
            end++;
        const double n_tied = (double)(end - i);
        ties += n_tied * (n_tied * n_tied - 1);
        for (size_t k = 0; k < n_x; k++) /* ranks i + 1 … end, shared */
            if (x[k] == all[i])
                sum += ((double)i + 1 + (double)end) / 2;
    }
    free(all);
    const double expected = (double)n_x * (n + 1) / 2;
    const double variance =
        (double)n_x * (double)n_y / 12 * (n + 1 - ties / (n * fmax(n - 1, 1)));
    const double distance = fmax(fabs(sum - expected) - 0.5, 0);
    return variance > 0 ? erfc(distance / sqrt(2 * variance)) : 1;
}

bool stats_two_sorts(
    const double x[], size_t n, size_t least, double apart, double *cut)
{
    double *sorted = sorted_copy(x, n), sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        sorted[i] -= x[0]; /* small numbers keep their digits */
        sum += sorted[i];
        squares += sorted[i] * sorted[i];
    }
    double low_sum = 0, best_between = 0, best_distance = 0;
    for (size_t i = 1; i < n; i++) {
        low_sum += sorted[i - 1];
        const double distance =
            (sum - low_sum) / (double)(n - i) - low_sum / (double)i;
        const double between =
            (double)i * (double)(n - i) / (double)n * distance * distance;
        if (between <= best_between || i < least || n - i < least)
            continue;
        best_between = between;
        best_distance = distance;
        *cut = x[0] + (sorted[i - 1] + sorted[i]) / 2;
    }
    const double total = squares - sum * sum / (double)n;
    const double within = sqrt(fmax(total - best_between, 0) / (double)n);
    free(sorted);
    return best_distance > 0 && best_distance >= apart * within;
}
