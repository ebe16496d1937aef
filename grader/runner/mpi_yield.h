/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_RUNNER_MPI_YIELD_H
#define PARLAB_RUNNER_MPI_YIELD_H

#include <stdbool.h>

/** @file What a rank does while it waits inside MPI. */

/** From now on let it give its core up, where MPI can be told to, or spin. */
void mpi_yield_set(bool yields);

#endif
