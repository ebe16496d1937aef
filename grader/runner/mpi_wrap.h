/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_RUNNER_MPI_WRAP_H
#define PARLAB_RUNNER_MPI_WRAP_H

#include "grader/runner/mpi_record.h"

/** @file For mpi_wrap_*.c only. */

/** A function that takes the place of MPI's, from a shared library too. */
#define WRAP __attribute__((visibility("default")))

/** The whole of a wrapper that has nothing to do after MPI: describe the
 *  call, make it. */
#define RECORDED(name, describe, call)                                         \
    if (!record_enter(RECORD_##name))                                          \
        return call;                                                           \
    describe;                                                                  \
    record_go();                                                               \
    return record_leave(call)

#endif
