/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_MPI_RUN_H
#define PARLAB_CMD_MPI_RUN_H

#include "grader/base/fail.h"
#include "grader/report/traffic.h"

/** @file A command of the user's own, with the record of what its MPI
 *  program does. */

/** Run a command, say on standard error what keeps it from going on, and end
 *  it then.
 *  @param command       NULL at the end
 *  @param[out] traffic  release its view and its findings
 *  @return  0;
 *  @return  -1: it could not be started, with the reason. */
int mpi_run(
    const char *const command[], struct traffic *traffic, struct fail *fail);

#endif
