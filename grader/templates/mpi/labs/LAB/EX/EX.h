/* SPDX-License-Identifier: MIT */
#ifndef @GUARD@
#define @GUARD@

#include <mpi.h>
#include <stddef.h>
#include <stdint.h>

/** Count the steps of the 3x + 1 sequence from each number down to 1: an even
 *  x goes to x / 2, an odd x to 3x + 1. Collective over comm.
 *  @param n           how many numbers, the same on every rank, >= 0; may be
 *                     smaller than the number of ranks
 *  @param start       n whole numbers, the same on every rank,
 *                     1 <= start[i] < 2^32
 *  @param[out] steps  on rank 0: n counts; steps[i] belongs to start[i], and
 *                     is 0 for 1. On every other rank: NULL.
 *
 *  O(the sum of all counts) on all ranks together. An n that does not fit
 *  MPI's int ends the job, and so does a rank that runs out of memory.
 *  Source: J. C. Lagarias, The 3x + 1 problem and its generalizations,
 *  American Mathematical Monthly 92 (1985), 3-23. */
void @EX@_count(
    size_t n, const uint64_t start[], uint64_t steps[], MPI_Comm comm);

#endif
