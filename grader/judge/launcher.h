/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_LAUNCHER_H
#define PARLAB_JUDGE_LAUNCHER_H

#include <stdbool.h>

#include "grader/base/fail.h"
#include "grader/sandbox/args.h"

/** @file
 *  How each MPI is told the same things: so many ranks, all on this machine,
 *  through shared memory, however many cores there are, and bound by nobody
 *  (the runner binds its ranks itself). Pure: nothing is run here. */

/** An MPI, as its mpirun names itself. */
struct mpi {
    const char *vendor; /**< "Open MPI", "MPICH", "Intel MPI" */
    int major, minor;
    const struct launcher *launcher;
};

/** What a job asks of its MPI. */
struct mpi_job {
    int n_ranks;
    bool is_root; /**< run by the user root */
    bool is_crowded; /**< more ranks than cores: who waits gives its core up */
    bool is_timed; /**< speed is measured */
};

/** Tell the MPI by what `mpirun --version` prints.
 *  @return 0; -1 with the reason: none that we know how to launch. */
int mpi_identify(const char *said, struct mpi *mpi, struct fail *fail);

/** A macro that the mpi.h of this MPI defines, and no other's.
 *  @return borrowed. */
const char *mpi_macro(const struct mpi *mpi);

/** Add mpirun with its flags; the program comes next. */
void mpi_add_command(const struct mpi *mpi, const struct mpi_job *job,
    const char *mpirun, struct args *argv);

/** Add "NAME=value" that let somebody start a program on this machine as its
 *  root, or with more ranks than it has cores, and change nothing else. */
void mpi_add_permissions(const struct mpi *mpi, bool is_root, struct args *env);

/** Add "NAME=value" of what flags cannot say. */
void mpi_add_environment(
    const struct mpi *mpi, const struct mpi_job *job, struct args *env);

#endif
