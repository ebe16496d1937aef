/* SPDX-License-Identifier: MIT */
#include "grader/runner/harness.h"

#include <mpi.h>

/* The candidate's MPI calls come here first (MPI's profiling interface), so
 * that the processor time that a rank spends inside MPI is known: what is left
 * is work of its own. A rank that only waits for rank 0 burns processor time
 * too, which is why processor time alone says nothing about MPI. */

/* Add the time since start_ns to this rank's notes. */
static int noted(uint64_t start_ns, int result)
{
    struct board *board = harness_shared_board();
    if (board != NULL)
        atomic_fetch_add(
            &board->ranks[harness_rank()].mpi_ns, harness_cpu_ns() - start_ns);
    return result;
}

/* clang-format off */
#define TIMED(name, parameters, arguments) \
    int name parameters \
    { \
        const uint64_t start_ns = harness_cpu_ns(); \
        return noted(start_ns, P##name arguments); \
    }

TIMED(MPI_Send, (const void *buf, int n, MPI_Datatype type, int dest, int tag,
    MPI_Comm comm), (buf, n, type, dest, tag, comm))
TIMED(MPI_Ssend, (const void *buf, int n, MPI_Datatype type, int dest, int
    tag, MPI_Comm comm), (buf, n, type, dest, tag, comm))
TIMED(MPI_Bsend, (const void *buf, int n, MPI_Datatype type, int dest, int
    tag, MPI_Comm comm), (buf, n, type, dest, tag, comm))
TIMED(MPI_Rsend, (const void *buf, int n, MPI_Datatype type, int dest, int
    tag, MPI_Comm comm), (buf, n, type, dest, tag, comm))
TIMED(MPI_Recv, (void *buf, int n, MPI_Datatype type, int source, int tag,
    MPI_Comm comm, MPI_Status *status), (buf, n, type, source, tag, comm,
    status))
TIMED(MPI_Sendrecv, (const void *out, int n_out, MPI_Datatype out_type, int
    dest, int out_tag, void *in, int n_in, MPI_Datatype in_type, int source,
    int in_tag, MPI_Comm comm, MPI_Status *status), (out, n_out, out_type,
    dest, out_tag, in, n_in, in_type, source, in_tag, comm, status))
TIMED(MPI_Sendrecv_replace, (void *buf, int n, MPI_Datatype type, int dest,
    int out_tag, int source, int in_tag, MPI_Comm comm, MPI_Status *status),
    (buf, n, type, dest, out_tag, source, in_tag, comm, status))
TIMED(MPI_Isend, (const void *buf, int n, MPI_Datatype type, int dest, int
    tag, MPI_Comm comm, MPI_Request *request), (buf, n, type, dest, tag, comm,
    request))
TIMED(MPI_Issend, (const void *buf, int n, MPI_Datatype type, int dest, int
    tag, MPI_Comm comm, MPI_Request *request), (buf, n, type, dest, tag, comm,
    request))
TIMED(MPI_Irecv, (void *buf, int n, MPI_Datatype type, int source, int tag,
    MPI_Comm comm, MPI_Request *request), (buf, n, type, source, tag, comm,
    request))
TIMED(MPI_Wait, (MPI_Request *request, MPI_Status *status), (request, status))
TIMED(MPI_Waitall, (int n, MPI_Request requests[], MPI_Status statuses[]), (n,
    requests, statuses))
TIMED(MPI_Waitany, (int n, MPI_Request requests[], int *which, MPI_Status
    *status), (n, requests, which, status))
TIMED(MPI_Waitsome, (int n, MPI_Request requests[], int *n_done, int which[],
    MPI_Status statuses[]), (n, requests, n_done, which, statuses))
TIMED(MPI_Test, (MPI_Request *request, int *is_done, MPI_Status *status),
    (request, is_done, status))
TIMED(MPI_Testall, (int n, MPI_Request requests[], int *are_done, MPI_Status
    statuses[]), (n, requests, are_done, statuses))
TIMED(MPI_Probe, (int source, int tag, MPI_Comm comm, MPI_Status *status),
    (source, tag, comm, status))
TIMED(MPI_Iprobe, (int source, int tag, MPI_Comm comm, int *is_there,
    MPI_Status *status), (source, tag, comm, is_there, status))
TIMED(MPI_Barrier, (MPI_Comm comm), (comm))
TIMED(MPI_Bcast, (void *buf, int n, MPI_Datatype type, int root, MPI_Comm
    comm), (buf, n, type, root, comm))
TIMED(MPI_Gather, (const void *out, int n_out, MPI_Datatype out_type, void
    *in, int n_in, MPI_Datatype in_type, int root, MPI_Comm comm), (out,
    n_out, out_type, in, n_in, in_type, root, comm))
TIMED(MPI_Gatherv, (const void *out, int n_out, MPI_Datatype out_type, void
    *in, const int n_in[], const int at[], MPI_Datatype in_type, int root,
    MPI_Comm comm), (out, n_out, out_type, in, n_in, at, in_type, root, comm))
TIMED(MPI_Scatter, (const void *out, int n_out, MPI_Datatype out_type, void
    *in, int n_in, MPI_Datatype in_type, int root, MPI_Comm comm), (out,
    n_out, out_type, in, n_in, in_type, root, comm))
TIMED(MPI_Scatterv, (const void *out, const int n_out[], const int at[],
    MPI_Datatype out_type, void *in, int n_in, MPI_Datatype in_type, int root,
    MPI_Comm comm), (out, n_out, at, out_type, in, n_in, in_type, root, comm))
TIMED(MPI_Allgather, (const void *out, int n_out, MPI_Datatype out_type, void
    *in, int n_in, MPI_Datatype in_type, MPI_Comm comm), (out, n_out,
    out_type, in, n_in, in_type, comm))
TIMED(MPI_Allgatherv, (const void *out, int n_out, MPI_Datatype out_type, void
    *in, const int n_in[], const int at[], MPI_Datatype in_type, MPI_Comm
    comm), (out, n_out, out_type, in, n_in, at, in_type, comm))
TIMED(MPI_Alltoall, (const void *out, int n_out, MPI_Datatype out_type, void
    *in, int n_in, MPI_Datatype in_type, MPI_Comm comm), (out, n_out,
    out_type, in, n_in, in_type, comm))
TIMED(MPI_Alltoallv, (const void *out, const int n_out[], const int out_at[],
    MPI_Datatype out_type, void *in, const int n_in[], const int in_at[],
    MPI_Datatype in_type, MPI_Comm comm), (out, n_out, out_at, out_type, in,
    n_in, in_at, in_type, comm))
TIMED(MPI_Reduce, (const void *out, void *in, int n, MPI_Datatype type, MPI_Op
    op, int root, MPI_Comm comm), (out, in, n, type, op, root, comm))
TIMED(MPI_Allreduce, (const void *out, void *in, int n, MPI_Datatype type,
    MPI_Op op, MPI_Comm comm), (out, in, n, type, op, comm))
TIMED(MPI_Reduce_scatter, (const void *out, void *in, const int n_in[],
    MPI_Datatype type, MPI_Op op, MPI_Comm comm), (out, in, n_in, type, op,
    comm))
TIMED(MPI_Reduce_scatter_block, (const void *out, void *in, int n_in,
    MPI_Datatype type, MPI_Op op, MPI_Comm comm), (out, in, n_in, type, op,
    comm))
TIMED(MPI_Scan, (const void *out, void *in, int n, MPI_Datatype type, MPI_Op
    op, MPI_Comm comm), (out, in, n, type, op, comm))
TIMED(MPI_Exscan, (const void *out, void *in, int n, MPI_Datatype type, MPI_Op
    op, MPI_Comm comm), (out, in, n, type, op, comm))
TIMED(MPI_Comm_dup, (MPI_Comm comm, MPI_Comm *copy), (comm, copy))
TIMED(MPI_Comm_split, (MPI_Comm comm, int colour, int key, MPI_Comm *part),
    (comm, colour, key, part))
TIMED(MPI_Comm_free, (MPI_Comm *comm), (comm))
TIMED(MPI_Win_fence, (int assertion, MPI_Win window), (assertion, window))
TIMED(MPI_Win_lock, (int type, int rank, int assertion, MPI_Win window),
    (type, rank, assertion, window))
TIMED(MPI_Win_unlock, (int rank, MPI_Win window), (rank, window))
/* clang-format on */
