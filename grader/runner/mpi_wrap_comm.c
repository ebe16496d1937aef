/* SPDX-License-Identifier: MIT */
#include "grader/runner/mpi_wrap.h"

/* Making and freeing communicators: collective calls too, after which the new
 * one gets its key. And what is only timed. */

#define MADE(name, describe, made, call)                                       \
    if (!record_enter(RECORD_##name))                                          \
        return call;                                                           \
    describe;                                                                  \
    record_go();                                                               \
    const int result = call;                                                   \
    if (result == MPI_SUCCESS)                                                 \
        record_new_comm(*(made));                                              \
    record_met();                                                              \
    return record_leave(result)

static void all_of(MPI_Comm comm)
{
    record_collective(
        comm, RECORD_NOBODY, RECORD_UNSAID, RECORD_UNSAID, WAITS_FOR_ALL);
}

WRAP int MPI_Comm_dup(MPI_Comm comm, MPI_Comm *copy)
{
    MADE(Comm_dup, all_of(comm), copy, PMPI_Comm_dup(comm, copy));
}

WRAP int MPI_Comm_split(MPI_Comm comm, int colour, int key, MPI_Comm *part)
{
    MADE(Comm_split, all_of(comm), part,
        PMPI_Comm_split(comm, colour, key, part));
}

WRAP int MPI_Comm_split_type(
    MPI_Comm comm, int type, int key, MPI_Info info, MPI_Comm *part)
{
    MADE(Comm_split_type, all_of(comm), part,
        PMPI_Comm_split_type(comm, type, key, info, part));
}

WRAP int MPI_Comm_create(MPI_Comm comm, MPI_Group group, MPI_Comm *made)
{
    MADE(Comm_create, all_of(comm), made, PMPI_Comm_create(comm, group, made));
}

WRAP int MPI_Cart_create(MPI_Comm comm, int n_dims, const int dims[],
    const int is_periodic[], int may_reorder, MPI_Comm *made)
{
    MADE(Cart_create, all_of(comm), made,
        PMPI_Cart_create(comm, n_dims, dims, is_periodic, may_reorder, made));
}

WRAP int MPI_Cart_sub(MPI_Comm comm, const int is_kept[], MPI_Comm *part)
{
    MADE(Cart_sub, all_of(comm), part, PMPI_Cart_sub(comm, is_kept, part));
}

/* Only the ranks of the group make this call. */
WRAP int MPI_Comm_create_group(
    MPI_Comm comm, MPI_Group group, int tag, MPI_Comm *made)
{
    if (!record_enter(RECORD_Comm_create_group))
        return PMPI_Comm_create_group(comm, group, tag, made);
    record_go();
    const int result = PMPI_Comm_create_group(comm, group, tag, made);
    if (result == MPI_SUCCESS)
        record_new_comm(*made);
    return record_leave(result);
}

WRAP int MPI_Comm_free(MPI_Comm *comm)
{
    RECORDED(Comm_free, (void)0, PMPI_Comm_free(comm));
}

WRAP int MPI_Win_fence(int assertion, MPI_Win window)
{
    RECORDED(Win_fence, (void)0, PMPI_Win_fence(assertion, window));
}

WRAP int MPI_Win_lock(int type, int rank, int assertion, MPI_Win window)
{
    RECORDED(Win_lock, (void)0, PMPI_Win_lock(type, rank, assertion, window));
}

WRAP int MPI_Win_unlock(int rank, MPI_Win window)
{
    RECORDED(Win_unlock, (void)0, PMPI_Win_unlock(rank, window));
}
