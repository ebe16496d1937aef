/* SPDX-License-Identifier: MIT */
#include "grader/score/score.h"

#include <math.h>
#include <stdio.h>

/* One rule in one place each, so that the handbook and the code can be held
 * against each other. */

enum {
    PRECISION_MAX = 3, /* points by which a graded result may be wrong */
    SERIAL_SHARE = 3, /* a serial program gets one third */
};

bool score_group_passes(
    const struct group *group, const struct correctness *correctness)
{
    size_t n_cases = 0;
    for (size_t i = 0; i < correctness->n_cases; i++) {
        if (correctness->cases[i].group != group)
            continue;
        n_cases++;
        if (correctness->cases[i].cause != CASE_PASSED)
            return false;
    }
    return n_cases > 0;
}

struct points score_correctness(
    const struct exercise *exercise, const struct correctness *correctness)
{
    struct points sum = {0};
    for (size_t i = 0; i < exercise->n_groups; i++) {
        const struct group *group = &exercise->groups[i];
        sum.max += group->points;
        if (score_group_passes(group, correctness))
            sum.points += group->points;
    }
    if (correctness->is_observed && !correctness->is_concurrent)
        sum.points = (int)lround((double)sum.points / SERIAL_SHARE);
    return sum;
}

bool score_speed_counts(
    const struct exercise *exercise, const struct correctness *correctness)
{
    for (size_t i = 0; i < exercise->n_groups; i++)
        if (exercise->groups[i].is_core &&
            !score_group_passes(&exercise->groups[i], correctness))
            return false;
    return correctness->is_concurrent;
}

static double full_gain(const struct measure *measure)
{
    return measure->full_gain_percent / 100.0;
}

int score_of_gain(const struct measure *measure, double gain)
{
    const double share = fmin(fmax(gain / full_gain(measure), 0), 1);
    return (int)lround(measure->points * share);
}

int score_precision(
    const struct measure *measure, const struct measurement *measurement)
{
    const struct interval *gain = &measurement->gain_interval;
    const int points = score_of_gain(measure, measurement->gain);
    const int below = points - score_of_gain(measure, gain->low);
    const int above = score_of_gain(measure, gain->high) - points;
    return above > below ? above : below;
}

bool score_is_precise(
    const struct measure *measure, const struct measurement *measurement)
{
    const struct interval *gain = &measurement->gain_interval;
    const int points = score_of_gain(measure, measurement->gain);
    const bool may_be_full =
        score_of_gain(measure, gain->high) == measure->points;
    return score_precision(measure, measurement) <= 1 &&
           (points == measure->points || !may_be_full);
}

struct points score_measurement(
    const struct measure *measure, struct measurement *measurement)
{
    struct points points = {.max = measure->points};
    if (measurement->status == MEASURE_MEASURED) {
        const int low = score_of_gain(measure, measurement->gain_interval.low);
        const int high =
            score_of_gain(measure, measurement->gain_interval.high);
        if (score_precision(measure, measurement) > PRECISION_MAX) {
            measurement->status = MEASURE_NOT_MEASURED;
            const char *variation = measurement->variation;
            snprintf(measurement->why, sizeof measurement->why,
                "the runs differ too much, by %d to %d points%s%s. Close other "
                "programs and run again, with more time (--budget %g)",
                low, high, variation[0] != '\0' ? ": " : "", variation,
                2 * measurement->budget_s);
        }
    }
    if (measurement->status == MEASURE_MEASURED)
        points.points = score_of_gain(measure, measurement->gain);
    else if (measurement->status == MEASURE_NOT_MEASURED)
        points.open = measure->points;
    return points;
}

double score_full_speedup(const struct measure *measure, double attainable)
{
    return 1 + full_gain(measure) * (attainable - 1);
}
