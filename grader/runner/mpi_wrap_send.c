/* SPDX-License-Identifier: MIT */
#include "grader/runner/mpi_wrap.h"

/* Sending. A message counts as sent when the call begins. With
 * is_synchronous, sends that MPI may keep for later wait for their receive:
 * a program that relied on that then waits for ever. */

static bool is_synchronous(void)
{
    return record_all != NULL && record_all->is_synchronous != 0;
}

static int send(
    const void *buf, int n, MPI_Datatype type, int dest, int tag, MPI_Comm comm)
{
    return is_synchronous() ? PMPI_Ssend(buf, n, type, dest, tag, comm)
                            : PMPI_Send(buf, n, type, dest, tag, comm);
}

WRAP int MPI_Send(
    const void *buf, int n, MPI_Datatype type, int dest, int tag, MPI_Comm comm)
{
    RECORDED(Send, record_send(n, type, dest, tag, comm),
        send(buf, n, type, dest, tag, comm));
}

WRAP int MPI_Ssend(
    const void *buf, int n, MPI_Datatype type, int dest, int tag, MPI_Comm comm)
{
    RECORDED(Ssend, record_send(n, type, dest, tag, comm),
        PMPI_Ssend(buf, n, type, dest, tag, comm));
}

WRAP int MPI_Bsend(
    const void *buf, int n, MPI_Datatype type, int dest, int tag, MPI_Comm comm)
{
    RECORDED(Bsend, record_send(n, type, dest, tag, comm),
        PMPI_Bsend(buf, n, type, dest, tag, comm));
}

WRAP int MPI_Rsend(
    const void *buf, int n, MPI_Datatype type, int dest, int tag, MPI_Comm comm)
{
    RECORDED(Rsend, record_send(n, type, dest, tag, comm),
        PMPI_Rsend(buf, n, type, dest, tag, comm));
}

/* What starts a send and gives a request for it. */
#define STARTED(name, describe, is_persistent, call)                           \
    if (!record_enter(RECORD_##name))                                          \
        return call;                                                           \
    describe;                                                                  \
    record_go();                                                               \
    const int result = call;                                                   \
    if (result == MPI_SUCCESS)                                                 \
        record_started(*request, is_persistent);                               \
    return record_leave(result)

static int start_send(const void *buf, int n, MPI_Datatype type, int dest,
    int tag, MPI_Comm comm, MPI_Request *request)
{
    return is_synchronous()
               ? PMPI_Issend(buf, n, type, dest, tag, comm, request)
               : PMPI_Isend(buf, n, type, dest, tag, comm, request);
}

WRAP int MPI_Isend(const void *buf, int n, MPI_Datatype type, int dest, int tag,
    MPI_Comm comm, MPI_Request *request)
{
    STARTED(Isend, record_send(n, type, dest, tag, comm), false,
        start_send(buf, n, type, dest, tag, comm, request));
}

WRAP int MPI_Issend(const void *buf, int n, MPI_Datatype type, int dest,
    int tag, MPI_Comm comm, MPI_Request *request)
{
    STARTED(Issend, record_send(n, type, dest, tag, comm), false,
        PMPI_Issend(buf, n, type, dest, tag, comm, request));
}

WRAP int MPI_Ibsend(const void *buf, int n, MPI_Datatype type, int dest,
    int tag, MPI_Comm comm, MPI_Request *request)
{
    STARTED(Ibsend, record_send(n, type, dest, tag, comm), false,
        PMPI_Ibsend(buf, n, type, dest, tag, comm, request));
}

WRAP int MPI_Irsend(const void *buf, int n, MPI_Datatype type, int dest,
    int tag, MPI_Comm comm, MPI_Request *request)
{
    STARTED(Irsend, record_send(n, type, dest, tag, comm), false,
        PMPI_Irsend(buf, n, type, dest, tag, comm, request));
}

WRAP int MPI_Send_init(const void *buf, int n, MPI_Datatype type, int dest,
    int tag, MPI_Comm comm, MPI_Request *request)
{
    STARTED(Send_init, record_to(n, type, dest, tag, comm), true,
        PMPI_Send_init(buf, n, type, dest, tag, comm, request));
}

WRAP int MPI_Ssend_init(const void *buf, int n, MPI_Datatype type, int dest,
    int tag, MPI_Comm comm, MPI_Request *request)
{
    STARTED(Ssend_init, record_to(n, type, dest, tag, comm), true,
        PMPI_Ssend_init(buf, n, type, dest, tag, comm, request));
}

WRAP int MPI_Bsend_init(const void *buf, int n, MPI_Datatype type, int dest,
    int tag, MPI_Comm comm, MPI_Request *request)
{
    STARTED(Bsend_init, record_to(n, type, dest, tag, comm), true,
        PMPI_Bsend_init(buf, n, type, dest, tag, comm, request));
}

WRAP int MPI_Rsend_init(const void *buf, int n, MPI_Datatype type, int dest,
    int tag, MPI_Comm comm, MPI_Request *request)
{
    STARTED(Rsend_init, record_to(n, type, dest, tag, comm), true,
        PMPI_Rsend_init(buf, n, type, dest, tag, comm, request));
}
