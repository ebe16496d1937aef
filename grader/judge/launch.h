/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_LAUNCH_H
#define PARLAB_JUDGE_LAUNCH_H

#include <stdint.h>
#include <sys/types.h>

#include "grader/base/fail.h"
#include "grader/judge/job.h"
#include "grader/judge/launcher.h"

/** @file The command line and the environment of a runner. */

/** What launch_start() needs to know. */
struct launch {
    const struct job_setup *setup;
    const char *scratch;
    const char *channel_path; /**< where an MPI job finds the judge */
    uid_t user; /**< to run as; 0: as this process */
    uint64_t token;
    int output_fd;
    int channel_fd; /**< -1 with MPI */
};

/** Start the runner in its sandbox. @return pid of the sandbox; -1. */
pid_t launch_start(const struct launch *launch, struct fail *fail);

/** The MPI whose mpirun is found; there must be one.
 *  @return 0; -1 with the reason: it does not run, or it is none we know. */
int launch_mpi(struct mpi *mpi, struct fail *fail);

/** Run an MPI program that does nothing on two ranks.
 *  @param program  as build_probe() leaves it
 *  @param folder   where it may write
 *  @return 0; -1 with the first words of what went wrong. */
int launch_try_mpi(const struct mpi *mpi, const char *program,
    const char *folder, struct fail *fail);

#endif
