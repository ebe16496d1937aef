/* SPDX-License-Identifier: MIT */
#ifndef DISTRIBUTE_H
#define DISTRIBUTE_H

#include <math.h>
#include <stddef.h>

/** @file
 *  An array in shared memory, changed in place by worker processes of which
 *  each has a slice.
 *
 *  Rules that hold for all of it:
 *  - A worker is a child process of the caller, forked for one call. The
 *    array x lies in memory that the caller shares with every child it forks
 *    (a mapping with MAP_SHARED): what a worker writes there, the caller
 *    finds there. All other memory a worker has as a copy of its own.
 *  - Of the caller's memory only x[0] ... x[n - 1] is written. Workers may
 *    work at the same time on different elements, never on the same one.
 *  - A function that fails returns -1, with the cause in errno.
 *  - What a function started, it has waited for when it returns, also when
 *    it fails: no zombie is left. Other children of the caller are not
 *    waited for. A wait that a signal interrupts (EINTR) is waited again.
 *  - A worker ends without running the caller's exit handlers and without
 *    writing out the caller's buffered output. */

/** sqrt() of the library, with a promise to the compiler: it does nothing
 *  but return a value. By itself it would also set errno for a negative
 *  number, where nobody here looks; the promise lets the compiler take
 *  several roots with one instruction. */
double sqrt(double) __attribute__((const));

/* Step 1: slices */

/** Find the slice of n items that a worker gets: items *first ... *last - 1.
 *  The slices of workers 0, 1, ... n_workers - 1 follow each other without
 *  gap or overlap, the first starts at item 0, the last ends before item n,
 *  and the sizes of any two differ by at most 1. Which slices are the longer
 *  ones is not said. The answer depends on the arguments alone. O(1).
 *  @param      n          items, >= 0; up to SIZE_MAX
 *  @param      n_workers  >= 1; may be larger than n: some slices are empty
 *  @param      worker     0 ... n_workers - 1
 *  @param[out] first      first item of the slice
 *  @param[out] last       one behind its last item; *first if it is empty
 *  @return  0;
 *  @return  -1, errno EINVAL: n_workers is less than 1, or there is no such
 *           worker; first and last are unchanged.
 *
 *  Source: MPE_Decomp1d() of the MPE library, which came with MPICH; used in
 *  W. Gropp, E. Lusk, A. Skjellum, "Using MPI", MIT Press. */
int distribute(
    size_t n, int n_workers, int worker, size_t *first, size_t *last);

/* Step 2: once */

/** Replace every element by its square root:
 *
 *      x[i] = sqrt(x[i])                           for i = 0 ... n - 1
 *
 *  Exactly what sqrt() gives: the nearest double; NaN for a NaN and for a
 *  number below zero; infinity and the two zeros give themselves. Every
 *  worker changes the slice that distribute() gives it, all workers at the
 *  same time; a worker without elements need not be started. O(n) work,
 *  O(n_workers) memory beside x.
 *  @param         n          elements, >= 0
 *  @param[in,out] x          n elements in shared memory, any value
 *  @param         n_workers  processes to share the work, >= 1; may be
 *                            larger than n
 *  @return  0: all elements are done;
 *  @return  -1, errno EINVAL: n_workers is less than 1; x is unchanged;
 *  @return  -1, errno ECHILD: a worker ended before it was done (it was
 *           killed, say); some elements are done, some are not;
 *  @return  -1, errno of fork() or malloc(): a worker could not be started;
 *           some elements are done, some are not. */
int sqrt_all(size_t n, double x[], int n_workers);

/* Step 3: many rounds */

/** Do n_rounds rounds, one after the other. Round r replaces every element
 *  by the root of its distance from a[r]:
 *
 *      x[i] = sqrt(fabs(a[r] - x[i]))              for i = 0 ... n - 1
 *
 *  for r = 0 ... n_rounds - 1, every operation rounded as C does it by
 *  itself; NaN and infinities as in the formula. Workers are forked once for
 *  all rounds, and each stays on its slice. O(n * n_rounds) work,
 *  O(n_workers) memory beside the arrays. All else is as with sqrt_all().
 *  @param         n          elements, >= 0
 *  @param[in,out] x          n elements in shared memory, any value
 *  @param         n_rounds   >= 0; with 0 nothing changes
 *  @param         a          n_rounds numbers, only read; any value; need
 *                            not be in shared memory; does not overlap x
 *  @param         n_workers  as with sqrt_all()
 *  @return  as sqrt_all(). */
int sqrt_rounds(
    size_t n, double x[], size_t n_rounds, const double a[], int n_workers);

#endif
