/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_RUNNER_CALL_MPI_H
#define PARLAB_RUNNER_CALL_MPI_H

#include <mpi.h>

#include "grader/runner/call.h"

/** The communicator of this call: call_workers() ranks. Every one of them
 *  runs the entry, with the same frame mapped. */
MPI_Comm call_comm(const struct call *call);

#endif
