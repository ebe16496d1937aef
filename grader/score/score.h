/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SCORE_SCORE_H
#define PARLAB_SCORE_SCORE_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/course/course.h"
#include "grader/judge/judge.h"
#include "grader/measure/measure.h"

/** @file
 *  From outcomes to points; pure. Points are whole numbers. A group gives
 *  its points when all its cases pass. Without evidence of concurrency a
 *  third of the points for correctness is given and none for speed. Speed
 *  gives points in proportion to the gain, and all of them from the share on
 *  that the manifest states (0.9 of what copies gain unless it says
 *  otherwise). What could not be measured stays open. */

/** Points, and points that are still to be had. */
struct points {
    int points;
    int open;
    int max;
};

/** Points of the groups, evidence of concurrency taken into account. */
struct points score_correctness(
    const struct exercise *exercise, const struct correctness *correctness);

/** Say whether speed counts: all core groups pass, several workers work. */
bool score_speed_counts(
    const struct exercise *exercise, const struct correctness *correctness);

/** Say whether all cases of a group pass. */
bool score_group_passes(
    const struct group *group, const struct correctness *correctness);

/** Points of a gain. @param gain  any number */
int score_of_gain(const struct measure *measure, double gain);

/** Whether measuring may stop: the points are right to one, or zero, or full,
 *  whatever gain of the interval is the true one. One point below the full
 *  ones with those still possible is not enough. */
bool score_is_precise(
    const struct measure *measure, const struct measurement *measurement);

/** Points of a measurement. One whose interval is wider than three points
 *  to either side becomes "not measured", with the reason. */
struct points score_measurement(
    const struct measure *measure, struct measurement *measurement);

/** By how many points a measured gain may be wrong: the largest difference
 *  between its points and those of a gain within its interval. */
int score_precision(
    const struct measure *measure, const struct measurement *measurement);

/** Speedup from which on all points are given. */
double score_full_speedup(const struct measure *measure, double attainable);

#endif
