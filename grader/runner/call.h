/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_RUNNER_CALL_H
#define PARLAB_RUNNER_CALL_H

#include <stddef.h>
#include <stdint.h>

/** @file
 *  What a calls file sees: the arguments of one call in the order in which
 *  the cases file added them to the frame. A calls file defines
 *  @code
 *  static void run_sum(struct call *call)
 *  {
 *      size_t n = call_count(call);
 *      const double *x = call_array(call);
 *      double *total = call_array(call);
 *      call_go(call);
 *      for (size_t r = 0; r < call_repeats(call); r++)
 *          total[r] = sum(n, x, call_workers(call));
 *  }
 *  const struct call_entry call_entries[] = {{"sum", run_sum}, {0}};
 *  @endcode
 *  Everything here runs in the candidate's process and is trusted with
 *  nothing. */

/** One call. */
struct call;

/** An entry of the exercise: the name that a frame asks for. */
struct call_entry {
    const char *name;
    void (*run)(struct call *call);
};

/** Defined by the calls file; ends with an entry without a name. */
extern const struct call_entry call_entries[];

/** The next argument, added by frame_count(). */
size_t call_count(struct call *call);

/** The next argument, added by frame_number(). */
double call_number(struct call *call);

/** The next argument, an array added by frame_input(), frame_update() or
 *  frame_output(). It lies in memory that is shared with the judge and with
 *  every child of this process. In a call that is timed, what
 *  the candidate is to read is there from call_go() on; zeros before.
 *  @return its items; 64-byte aligned. */
void *call_array(struct call *call);

/** The same, where the contract gives the candidate @p n of its items, and the
 *  judge looks whether it wrote to those behind them. */
void *call_array_of(struct call *call, size_t n);

/** The same, where each rank writes to a part of its own.
 *  @return  the items from @p first on, of which this rank has @p n. */
void *call_array_part(struct call *call, size_t first, size_t n);

/** Number of times to call the candidate between "go" and the return. */
size_t call_repeats(const struct call *call);

/** Workers that the contract takes as n_workers. */
int call_workers(const struct call *call);

/** What a worker notes of a task, for a picture of who did what when. */
struct call_span {
    uint64_t worker; /**< any number of its own: a thread's, a rank's */
    uint64_t start_ns; /**< of the monotonic clock */
    uint64_t end_ns;
};

/** Begin to note a task of the calling thread. */
void call_span_start(struct call_span *span);

/** The task has ended. */
void call_span_end(struct call_span *span);

/** The clock starts when this returns; returning from the entry stops it.
 *  Must be called exactly once, after the arguments were taken. With MPI,
 *  collective over the call's communicator. */
void call_go(struct call *call);

#endif
