/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BASE_INTERRUPT_H
#define PARLAB_BASE_INTERRUPT_H

#include <poll.h>
#include <stdbool.h>
#include <sys/types.h>

/** @file
 *  Ctrl-C at any moment. The signals are blocked everywhere but in
 *  interrupt_poll(), so no other call ever sees EINTR from them: whoever
 *  waits, waits here, and gives up in the ordinary way when it says so. */

/** Block SIGINT, SIGTERM and SIGHUP and remember them. Ignore SIGPIPE. */
void interrupt_setup(void);

/** Undo in a child what interrupt_setup() did, before it runs a program.
 *  Async-signal-safe. */
void interrupt_reset_child(void);

/** Wait as poll(2) does.
 *  @param timeout_ms  -1 waits without limit.
 *  @return  poll's result;
 *  @return  -1, errno EINTR: a signal asks to stop. */
int interrupt_poll(struct pollfd *fds, nfds_t n_fds, int timeout_ms);

/** Wait for a child to end, without reaping it.
 *  @return 1 ended; 0 not within timeout_ms; -1, errno EINTR: a signal asks
 *          to stop. */
int interrupt_wait_child(pid_t pid, int timeout_ms);

/** Let the signals through, or block them again. While they pass, a write to
 *  a pipe that nobody empties ends with EINTR: for printing, with nothing
 *  running that would have to be stopped. */
void interrupt_allow(bool is_allowed);

/** The signal that asked to stop; 0 for none. */
int interrupt_signal(void);

#endif
