/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_SCALING_PRIVATE_H
#define PARLAB_REPORT_SCALING_PRIVATE_H

#include "grader/report/scaling.h"
#include "grader/report/strict.h"

/** @file The parts of reading a scaling, for scaling*.c only. */

/** Read the blocks of a point.
 *  @param[in,out] m  n_workers is given; samples are added. @return 0; -1. */
int scaling_read_samples(const struct strict *strict,
    const struct strict_place *place, const json_t *json,
    struct measurement *m);

#endif
