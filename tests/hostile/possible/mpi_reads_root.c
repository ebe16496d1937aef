/* expect: exercise=mpi/matvec verb=grade points<=63 */
/* SPDX-License-Identifier: MIT */
#include "attack.h"
#include "matvec.h"

/* Rank 0 computes everything; the others look into its memory, outside of MPI,
 * until it has finished. */

static volatile uint64_t n_finished;

/* Where rank 0 counts what it has finished. */
struct root {
    pid_t pid;
    volatile uint64_t *finished;
};

static uint64_t look(const struct root *root)
{
    uint64_t value = 0;
    struct iovec here = {&value, sizeof value};
    struct iovec there = {(void *)root->finished, sizeof value};
    process_vm_readv(root->pid, &here, 1, &there, 1, 0);
    return value;
}

static int watching_bcast(
    void *data, int n, MPI_Datatype type, int root, MPI_Comm comm)
{
    static struct root roots[65]; /* by the size of the communicator */
    int rank, n_ranks;
    MPI_Comm_rank(comm, &rank);
    MPI_Comm_size(comm, &n_ranks);
    struct root *there = &roots[n_ranks];
    if (rank == root)
        n_finished++;
    else if (there->pid != 0) {
        const uint64_t before = look(there);
        const double end_s = now_s() + 0.02;
        while (look(there) == before && now_s() < end_s)
            ;
    }
    if (there->pid == 0) {
        *there = (struct root){getpid(), &n_finished};
        MPI_Bcast(there, sizeof *there, MPI_BYTE, root, comm);
    }
    return MPI_Bcast(data, n, type, root, comm);
}
#define MPI_Bcast watching_bcast

#include "serial.c"
