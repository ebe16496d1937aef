/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_COMPARE_H
#define PARLAB_JUDGE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/channel/frame.h"

/** @file Outputs against what is expected. */

/** What a comparison found. */
struct difference {
    size_t n_wrong;
    size_t first, last; /**< indices of wrong items */
    size_t worst; /**< index of the largest error over its tolerance */
    double worst_ratio; /**< of these two; -1 when nothing is wrong */
    double worst_error;
    double worst_relative; /**< error over what is expected, of reals */
    double worst_allowed;
};

/** Compare reals: right is |got - expected| <= absolute + relative *
 *  |expected|; NaN is right where NaN is expected, an infinity where it is. */
struct difference compare_f64(const double got[], const double expected[],
    size_t n, double relative, double absolute);

/** Compare items of any type bit by bit. */
struct difference compare_exact(
    const void *got, const void *expected, size_t n, size_t item_bytes);

/** Compare all outputs and updates of two frames of the same shape, reals
 *  within a tolerance, others exactly.
 *  @param[out] field  name of the first field that differs; may be NULL. */
bool compare_frames(const struct frame *got, const struct frame *expected,
    double relative, double absolute, const char **field);

#endif
