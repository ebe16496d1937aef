/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_RUNNER_HARNESS_H
#define PARLAB_RUNNER_HARNESS_H

#include <stddef.h>
#include <stdint.h>

#include "grader/channel/board.h"
#include "grader/channel/channel.h"
#include "grader/channel/frame.h"
#include "grader/runner/call.h"

/** @file
 *  What both runners share: the memory file, the walk over a frame, and the
 *  notes on the board. A runner knows no expected answer, no seed and no
 *  other candidate. */

/** One call while it runs. */
struct call {
    struct harness *harness;
    const struct frame_head *frame;
    uint32_t next_field;
    int n_ranks; /**< that take part; 1 without MPI */
    int has_gone; /**< call_go() was called */
    void *comm; /**< MPI_Comm * of the call; NULL without MPI */
};

/** One process of the runner. */
struct harness {
    int socket;
    int memory_fd;
    size_t mapped_bytes;
    unsigned char *shared; /**< board, record, frame */
    size_t record_bytes; /**< 0 without MPI */
    int rank;
    uint64_t sequence; /**< of the call that runs */
    /** Gather all ranks of the call: before "go" and after the entry. */
    void (*meet)(struct call *call);
    /** The candidate is called next, or has returned. NULL without MPI. */
    void (*begin)(struct harness *harness);
    void (*end)(void);
};

/** Send HELLO, wait for WELCOME, prepare signal handlers. Ends the process
 *  when there is no judge. */
void harness_start(struct harness *harness, uint64_t token, int n_ranks);

/** Wait for the next RUN, and map its frame.
 *  @return 1; 0 when the judge has closed the channel. */
int harness_next(struct harness *harness, struct message *run);

/** Run the entry that the frame asks for, READY to DONE. */
void harness_call(struct harness *harness, struct call *call);

/** The notes of this process. */
struct board_rank *harness_board(struct harness *harness);

/** The frame of the call that runs. */
const struct frame_head *harness_frame(const struct harness *harness);

/** The board; NULL before the first call. */
struct board *harness_shared_board(void);

/** Nanoseconds of a monotonic clock, for notes. */
uint64_t harness_now_ns(void);

/** Processor time that this process has used. */
uint64_t harness_cpu_ns(void);

/** Tell the judge that judge and runner do not fit, and end. */
void harness_trouble(struct harness *harness, const char *format, ...)
    __attribute__((format(printf, 2, 3), noreturn));

#endif
