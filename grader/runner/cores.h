/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_RUNNER_CORES_H
#define PARLAB_RUNNER_CORES_H

/** @file The cores that workers may use which OpenMP has not made. */

/** Before a thread or child is made: let the calling thread, and what it
 *  makes, use all cores of the job, if OpenMP has bound it to one. */
void cores_free(void);

#endif
