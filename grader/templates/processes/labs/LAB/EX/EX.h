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
 *                     Nothing else is written. The array lies in memory that
 *                     forked children share with the caller.
 *  @param n_workers   processes to use, the caller among them, >= 1; may be
 *                     more than n. All others have ended and were waited for
 *                     when the call returns.
 *
 *  O(the sum of all counts). A worker that cannot be forked is no error: the
 *  caller does its part.
 *  Source: J. C. Lagarias, The 3x + 1 problem and its generalizations,
 *  American Mathematical Monthly 92 (1985), 3-23. */
void @EX@_count(
    size_t n, const uint64_t start[], uint64_t steps[], int n_workers);

#endif
