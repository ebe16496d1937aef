/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_MEASURE_LOOPS_H
#define PARLAB_MEASURE_LOOPS_H

#include <stddef.h>

#include "grader/base/fail.h"
#include "grader/measure/measure.h"

/** @file
 *  Two loops of our own, to see what copies of a program can gain on this
 *  machine: one computes in registers, the other streams over arrays that no
 *  cache holds. Each runs in processes of its own, one bound to each core,
 *  which wait without using their core until they are asked. */

enum loop_kind {
    LOOP_COMPUTE,
    LOOP_MEMORY,
    N_LOOPS,
};

struct loops;

/** Start the processes.
 *  @param n_workers  1 … MEASURE_WORKERS_MAX
 *  @return  new (end with loops_end());
 *  @return  NULL: no processes or no memory to be had, or a signal asks to
 *           stop. */
struct loops *loops_start(int n_workers, struct fail *fail);

/** Bytes that the memory-bound loop streams over; 0 when there is too little
 *  free memory to get past the caches: then that loop cannot be run. */
size_t loops_memory_bytes(const struct loops *loops);

/** Run a loop once, timed as a candidate is: from "go" to "done", by this
 *  process's clock, with the kernel's counters.
 *  @param is_shared   every process does its share of the work at the same
 *                     time; else the first one does all of it alone.
 *  @param n_rounds    how much work it is: some 0.05 ms each, alone.
 *  @param[out] parts  one for each process that ran.
 *  @return  0; -1: one has ended, or a signal asks to stop. */
int loops_run(struct loops *loops, enum loop_kind kind, bool is_shared,
    size_t n_rounds, struct part parts[], struct fail *fail);

/** End the processes. NULL is fine. */
void loops_end(struct loops *loops);

#endif
