/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_EXERCISES_POOLS_POOL_CASES_H
#define PARLAB_EXERCISES_POOLS_POOL_CASES_H

#include "grader/judge/cases.h"

/** @file What the two cases files of pools/pool share. */

/** One row for all groups; a case uses what it needs. */
struct pool_row {
    const char *name;
    void (*run)(struct trial *trial, const struct pool_row *row);
    int n_workers;
    size_t n; /**< items, tasks, bytes, maps or rounds */
    size_t chunk;
    size_t bytes; /**< of a result, of a piece of memory */
    size_t sleep_us; /**< unit of the sleep of a task */
    int32_t ends[8]; /**< how workers end: exit status, or minus a signal;
                          for a crash the task's number and how */
};

enum {
    POOL_WELL_EARLY = 1000, /**< in ends: by _exit(0) */
    POOL_MAPS_MAX = 20, /**< for pool_run_shapes() */
};

/** Steps 4 and 5: a map; maps of many shapes in one pool; tasks that take
 *  time; a task that crashes; several pools; what is around a pool; what the
 *  contract refuses. */
void pool_run_map(struct trial *trial, const struct pool_row *row);
void pool_run_shapes(struct trial *trial, const struct pool_row *row);
void pool_run_steps(struct trial *trial, const struct pool_row *row);
void pool_run_crash(struct trial *trial, const struct pool_row *row);
void pool_run_pools(struct trial *trial, const struct pool_row *row);
void pool_run_neighbours(struct trial *trial, const struct pool_row *row);
void pool_run_refusals(struct trial *trial, const struct pool_row *row);

/** Expect all items of an I32 field to be @p value. */
bool pool_expect_all(struct trial *trial, const struct frame *frame,
    const char *name, int32_t value);

/** The input of the measure. */
struct frame *pool_speedup_input(struct random *random, size_t repeats,
    unsigned part, unsigned n_parts, double *work);

/** One map of the same tasks, whose workers note when they do which. */
struct frame *pool_timeline_input(struct random *random);

#endif
