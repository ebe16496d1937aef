/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BASE_CLOCK_H
#define PARLAB_BASE_CLOCK_H

/** @file The clock by which everything is timed. */

/** Seconds of the monotonic clock, which nobody can set. */
double clock_now_s(void);

#endif
