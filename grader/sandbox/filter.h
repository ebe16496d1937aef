/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SANDBOX_FILTER_H
#define PARLAB_SANDBOX_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/base/fail.h"
#include "grader/sandbox/sandbox.h"

/** @file
 *  The filter of system calls. It forbids what no program of an exercise
 *  needs and what could reach out of the box: the kernel's own work
 *  (io_uring, bpf, keyrings), other processes, namespaces, devices. A
 *  forbidden call fails with EPERM, so that a program can say so. */

/** Make the filter for a box.
 *  @return  descriptor of its program, an array of struct sock_filter, read
 *           from the start; the caller closes it;
 *  @return  -1: the kernel or libseccomp cannot; with the reason. */
int filter_open(const struct sandbox_box *box, struct fail *fail);

/** Set the filter for this process and its descendants, which must not be
 *  able to gain privileges any more. Async-signal-safe.
 *  @param program  the bytes of filter_open()'s descriptor
 *  @return 0; -1 with errno. */
int filter_set(const void *program, size_t n_bytes);

#endif
