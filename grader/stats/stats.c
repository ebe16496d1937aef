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

double stats_fair_binomial(size_t n, size_t k)
{
    double sum = 0;
    for (size_t i = 0; i <= k && i <= n; i++)
        sum += exp(lgamma((double)n + 1) - lgamma((double)i + 1) -
                   lgamma((double)(n - i) + 1) - (double)n * log(2));
    return fmin(sum, 1);
}

bool stats_median_interval(
    const double x[], size_t n, double miss, struct interval *interval)
{
    size_t k = 0; /* x(k), counted from one, is the lower end */
    while (k + 1 <= n / 2 && 2 * stats_fair_binomial(n, k) <= miss)
        k++;
    if (k == 0)
        return false;
    double *sorted = sorted_copy(x, n);
    *interval = (struct interval){sorted[k - 1], sorted[n - k]};
    free(sorted);
    return true;
}
