/* SPDX-License-Identifier: MIT */
#ifndef @GUARD@
#define @GUARD@

#include <stddef.h>
#include <stdint.h>

/** Count the steps of the 3x + 1 sequence from each number down to 1: an even
 *  x goes to x / 2, an odd x to 3x + 1.
 *  @param n           how many numbers, >= 0
 *  @param start       n whole numbers, 1 <= start[i] < 2^32
 *  @param[out] steps  n counts; steps[i] belongs to start[i], and is 0 for 1.
 *                     Nothing else is written.
 *  @param n_workers   threads to use, >= 1; may be more than n
 *
 *  O(the sum of all counts). May be called from one thread at a time.
 *  Source: J. C. Lagarias, The 3x + 1 problem and its generalizations,
 *  American Mathematical Monthly 92 (1985), 3-23. */
void @EX@_count(
    size_t n, const uint64_t start[], uint64_t steps[], int n_workers);

#endif
