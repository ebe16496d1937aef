/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CHANNEL_BOARD_H
#define PARLAB_CHANNEL_BOARD_H

#include <stdatomic.h>
#include <stdint.h>

/** @file
 *  The first bytes of the shared memory: what the harness
 *  notes while a candidate runs, and in which order workers are to start. The
 *  judge clears it before a call. It lies in the candidate's reach, so it is
 *  evidence, never a verdict. */

enum {
    BOARD_RANKS_MAX = 64,
    BOARD_ENDED_MAX = 64,
    BOARD_BYTES = 8192, /**< then the record of an MPI job (record.h), then
                             the frame */
};

enum board_state {
    BOARD_IDLE,
    BOARD_CALLING, /**< the candidate is running */
    BOARD_FINISHED, /**< it has returned on this rank */
    BOARD_LEFT, /**< and so has the harness from its last MPI call */
};

/** Which workers of a call begin late, by the order in which they are made;
 *  with MPI, by rank. */
enum board_order {
    BOARD_ORDER_NATURAL, /**< none */
    BOARD_ORDER_REVERSED, /**< the earlier, the later */
    BOARD_ORDER_FIRST_LATE, /**< the first, third, … */
    BOARD_ORDER_SECOND_LATE, /**< the second, fourth, … */
    BOARD_ORDERS_N,
};

/** What one rank (or the one process) is doing. */
struct board_rank {
    _Atomic uint32_t state; /**< enum board_state */
    _Atomic uint32_t signal; /**< that ended it; 0 for none */
    _Atomic uint64_t call_ns; /**< processor time between go and return */
};

/** A thread or process of the candidate that ended during the call. */
struct board_ended {
    _Atomic uint64_t cpu_ns;
    _Atomic uint64_t delay_ns; /**< runnable and not running */
    _Atomic uint64_t switches; /**< times that it was given a core */
};

struct board {
    _Atomic uint32_t is_watched; /**< the judge wants the next one */
    _Atomic uint64_t lock_wait_ns; /**< of all workers, in functions that take
                                        a lock */
    struct board_rank ranks[BOARD_RANKS_MAX];
    _Atomic uint64_t n_ended; /**< may exceed BOARD_ENDED_MAX */
    struct board_ended
        ended[BOARD_ENDED_MAX]; /**< the last one sums the rest */
    uint32_t order; /**< enum board_order, set by the judge */
    _Atomic uint64_t n_regions; /**< parallel regions of OpenMP so far */
    uint32_t takes_turns; /**< the judge has them all on one core */
    uint32_t times_fork; /**< the judge wants the next one */
    _Atomic uint64_t fork_ns; /**< to fork a process that looks at the shared
                                   memory and ends, and wait for it */
    _Atomic uint32_t n_started; /**< workers so far */
};

_Static_assert(sizeof(struct board) <= BOARD_BYTES, "the board has grown");

#endif
