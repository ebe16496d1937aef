/* expect: exercise=mpi/matvec verb=grade points<=63 tries=4 points<=20 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "matvec.h"

/* Rank 0 computes everything; the others wait in functions of MPI whose time
 * the harness does not see. */

#define MPI_Bcast PMPI_Bcast
#define MPI_Gather PMPI_Gather
#define MPI_Gatherv PMPI_Gatherv
#define MPI_Scatterv PMPI_Scatterv

#include "serial.c"
