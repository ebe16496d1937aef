/* SPDX-License-Identifier: MIT */
#include "grader/runner/mpi_wrap.h"

/* Collective calls, with the sizes on which their ranks must agree. */

/* After one. */
#define MET(name, describe, call)                                              \
    if (!record_enter(RECORD_##name))                                          \
        return call;                                                           \
    describe;                                                                  \
    record_go();                                                               \
    const int result = call;                                                   \
    record_met();                                                              \
    return record_leave(result)

/* Items that this rank puts in; none are said where the buffer is MPI's word
 * for "in place". */
static uint64_t given(const void *out, int n, MPI_Datatype type)
{
    if (out == MPI_IN_PLACE)
        return RECORD_UNSAID;
    const uint64_t n_bytes = record_size(n, type);
    if (n_bytes != RECORD_UNSAID)
        record_own->collective_bytes += n_bytes;
    return n_bytes;
}

static bool is_root(int root, MPI_Comm comm)
{
    return record_comm(comm)->rank == root;
}

WRAP int MPI_Barrier(MPI_Comm comm)
{
    MET(Barrier, record_collective(comm, RECORD_NOBODY, 0, 0, WAITS_FOR_ALL),
        PMPI_Barrier(comm));
}

static void bcast(
    const void *buf, int n, MPI_Datatype type, int root, MPI_Comm comm)
{
    const uint64_t n_bytes =
        is_root(root, comm) ? given(buf, n, type) : record_size(n, type);
    record_collective(comm, root, n_bytes, RECORD_UNSAID, WAITS_FOR_ROOT);
}

WRAP int MPI_Bcast(void *buf, int n, MPI_Datatype type, int root, MPI_Comm comm)
{
    MET(Bcast, bcast(buf, n, type, root, comm),
        PMPI_Bcast(buf, n, type, root, comm));
}

WRAP int MPI_Gather(const void *out, int n_out, MPI_Datatype out_type, void *in,
    int n_in, MPI_Datatype in_type, int root, MPI_Comm comm)
{
    MET(Gather,
        record_collective(comm, root, given(out, n_out, out_type),
            is_root(root, comm) ? record_size(n_in, in_type) : RECORD_UNSAID,
            ROOT_WAITS),
        PMPI_Gather(out, n_out, out_type, in, n_in, in_type, root, comm));
}

static void gatherv(const void *out, int n_out, MPI_Datatype out_type,
    const int n_in[], MPI_Datatype in_type, int root, MPI_Comm comm)
{
    record_collective(
        comm, root, given(out, n_out, out_type), RECORD_UNSAID, ROOT_WAITS);
    if (is_root(root, comm))
        record_counts(comm, n_in, in_type);
}

WRAP int MPI_Gatherv(const void *out, int n_out, MPI_Datatype out_type,
    void *in, const int n_in[], const int at[], MPI_Datatype in_type, int root,
    MPI_Comm comm)
{
    MET(Gatherv, gatherv(out, n_out, out_type, n_in, in_type, root, comm),
        PMPI_Gatherv(out, n_out, out_type, in, n_in, at, in_type, root, comm));
}

/* What this rank takes. */
static uint64_t taken(const void *in, int n, MPI_Datatype type)
{
    return in == MPI_IN_PLACE ? RECORD_UNSAID : record_size(n, type);
}

WRAP int MPI_Scatter(const void *out, int n_out, MPI_Datatype out_type,
    void *in, int n_in, MPI_Datatype in_type, int root, MPI_Comm comm)
{
    MET(Scatter,
        record_collective(comm, root, taken(in, n_in, in_type),
            is_root(root, comm) ? given(out, n_out, out_type) : RECORD_UNSAID,
            WAITS_FOR_ROOT),
        PMPI_Scatter(out, n_out, out_type, in, n_in, in_type, root, comm));
}

static void scatterv(const int n_out[], MPI_Datatype out_type, const void *in,
    int n_in, MPI_Datatype in_type, int root, MPI_Comm comm)
{
    record_collective(
        comm, root, taken(in, n_in, in_type), RECORD_UNSAID, WAITS_FOR_ROOT);
    if (is_root(root, comm))
        record_counts(comm, n_out, out_type);
}

WRAP int MPI_Scatterv(const void *out, const int n_out[], const int at[],
    MPI_Datatype out_type, void *in, int n_in, MPI_Datatype in_type, int root,
    MPI_Comm comm)
{
    MET(Scatterv, scatterv(n_out, out_type, in, n_in, in_type, root, comm),
        PMPI_Scatterv(out, n_out, at, out_type, in, n_in, in_type, root, comm));
}

WRAP int MPI_Allgather(const void *out, int n_out, MPI_Datatype out_type,
    void *in, int n_in, MPI_Datatype in_type, MPI_Comm comm)
{
    MET(Allgather,
        record_collective(comm, RECORD_NOBODY, given(out, n_out, out_type),
            record_size(n_in, in_type), WAITS_FOR_ALL),
        PMPI_Allgather(out, n_out, out_type, in, n_in, in_type, comm));
}

WRAP int MPI_Allgatherv(const void *out, int n_out, MPI_Datatype out_type,
    void *in, const int n_in[], const int at[], MPI_Datatype in_type,
    MPI_Comm comm)
{
    MET(Allgatherv,
        (record_collective(comm, RECORD_NOBODY, given(out, n_out, out_type),
             RECORD_UNSAID, WAITS_FOR_ALL),
            record_counts(comm, n_in, in_type)),
        PMPI_Allgatherv(out, n_out, out_type, in, n_in, at, in_type, comm));
}

WRAP int MPI_Alltoall(const void *out, int n_out, MPI_Datatype out_type,
    void *in, int n_in, MPI_Datatype in_type, MPI_Comm comm)
{
    MET(Alltoall,
        record_collective(comm, RECORD_NOBODY, given(out, n_out, out_type),
            record_size(n_in, in_type), WAITS_FOR_ALL),
        PMPI_Alltoall(out, n_out, out_type, in, n_in, in_type, comm));
}

WRAP int MPI_Alltoallv(const void *out, const int n_out[], const int out_at[],
    MPI_Datatype out_type, void *in, const int n_in[], const int in_at[],
    MPI_Datatype in_type, MPI_Comm comm)
{
    MET(Alltoallv,
        record_collective(
            comm, RECORD_NOBODY, RECORD_UNSAID, RECORD_UNSAID, WAITS_FOR_ALL),
        PMPI_Alltoallv(
            out, n_out, out_at, out_type, in, n_in, in_at, in_type, comm));
}

/* With MPI_IN_PLACE the items are in the other buffer, as many. */
static uint64_t reduced(int n, MPI_Datatype type)
{
    return given(NULL, n, type);
}

WRAP int MPI_Reduce(const void *out, void *in, int n, MPI_Datatype type,
    MPI_Op op, int root, MPI_Comm comm)
{
    MET(Reduce,
        record_collective(
            comm, root, reduced(n, type), RECORD_UNSAID, ROOT_WAITS),
        PMPI_Reduce(out, in, n, type, op, root, comm));
}

WRAP int MPI_Allreduce(const void *out, void *in, int n, MPI_Datatype type,
    MPI_Op op, MPI_Comm comm)
{
    MET(Allreduce,
        record_collective(comm, RECORD_NOBODY, reduced(n, type), RECORD_UNSAID,
            WAITS_FOR_ALL),
        PMPI_Allreduce(out, in, n, type, op, comm));
}

WRAP int MPI_Reduce_scatter(const void *out, void *in, const int n_in[],
    MPI_Datatype type, MPI_Op op, MPI_Comm comm)
{
    MET(Reduce_scatter,
        (record_collective(
             comm, RECORD_NOBODY, RECORD_UNSAID, RECORD_UNSAID, WAITS_FOR_ALL),
            record_counts(comm, n_in, type)),
        PMPI_Reduce_scatter(out, in, n_in, type, op, comm));
}

WRAP int MPI_Reduce_scatter_block(const void *out, void *in, int n_in,
    MPI_Datatype type, MPI_Op op, MPI_Comm comm)
{
    MET(Reduce_scatter_block,
        record_collective(comm, RECORD_NOBODY, reduced(n_in, type),
            RECORD_UNSAID, WAITS_FOR_ALL),
        PMPI_Reduce_scatter_block(out, in, n_in, type, op, comm));
}

/* A rank of a scan waits for those before it; they are not told apart. */

WRAP int MPI_Scan(const void *out, void *in, int n, MPI_Datatype type,
    MPI_Op op, MPI_Comm comm)
{
    MET(Scan,
        record_collective(
            comm, RECORD_NOBODY, reduced(n, type), RECORD_UNSAID, ROOT_WAITS),
        PMPI_Scan(out, in, n, type, op, comm));
}

WRAP int MPI_Exscan(const void *out, void *in, int n, MPI_Datatype type,
    MPI_Op op, MPI_Comm comm)
{
    MET(Exscan,
        record_collective(
            comm, RECORD_NOBODY, reduced(n, type), RECORD_UNSAID, ROOT_WAITS),
        PMPI_Exscan(out, in, n, type, op, comm));
}
