/* SPDX-License-Identifier: MIT */
#include "grader/runner/mpi_wrap.h"

/* Receiving. What came is known when the call is over: a status is asked for
 * even if the program does not want one. */

/* After a receive that waited. */
static int received(int result, const MPI_Status *status)
{
    const struct record_call *call = &record_own->call;
    if (result == MPI_SUCCESS)
        record_came(call->sources, call->comm, call->tag, status);
    return record_leave(result);
}

/* The program's own status, or ours. */
static MPI_Status *status_of(MPI_Status *status)
{
    static MPI_Status own;
    return status == MPI_STATUS_IGNORE ? &own : status;
}

WRAP int MPI_Recv(void *buf, int n, MPI_Datatype type, int source, int tag,
    MPI_Comm comm, MPI_Status *status)
{
    if (!record_enter(RECORD_Recv))
        return PMPI_Recv(buf, n, type, source, tag, comm, status);
    status = status_of(status);
    record_receive(n, type, source, tag, comm);
    record_go();
    return received(PMPI_Recv(buf, n, type, source, tag, comm, status), status);
}

WRAP int MPI_Sendrecv(const void *out, int n_out, MPI_Datatype out_type,
    int dest, int out_tag, void *in, int n_in, MPI_Datatype in_type, int source,
    int in_tag, MPI_Comm comm, MPI_Status *status)
{
    if (!record_enter(RECORD_Sendrecv))
        return PMPI_Sendrecv(out, n_out, out_type, dest, out_tag, in, n_in,
            in_type, source, in_tag, comm, status);
    status = status_of(status);
    record_send(n_out, out_type, dest, out_tag, comm);
    record_receive(n_in, in_type, source, in_tag, comm);
    record_go();
    return received(PMPI_Sendrecv(out, n_out, out_type, dest, out_tag, in, n_in,
                        in_type, source, in_tag, comm, status),
        status);
}

WRAP int MPI_Sendrecv_replace(void *buf, int n, MPI_Datatype type, int dest,
    int out_tag, int source, int in_tag, MPI_Comm comm, MPI_Status *status)
{
    if (!record_enter(RECORD_Sendrecv_replace))
        return PMPI_Sendrecv_replace(
            buf, n, type, dest, out_tag, source, in_tag, comm, status);
    status = status_of(status);
    record_send(n, type, dest, out_tag, comm);
    record_receive(n, type, source, in_tag, comm);
    record_go();
    return received(PMPI_Sendrecv_replace(buf, n, type, dest, out_tag, source,
                        in_tag, comm, status),
        status);
}

WRAP int MPI_Irecv(void *buf, int n, MPI_Datatype type, int source, int tag,
    MPI_Comm comm, MPI_Request *request)
{
    if (!record_enter(RECORD_Irecv))
        return PMPI_Irecv(buf, n, type, source, tag, comm, request);
    record_receive(n, type, source, tag, comm);
    record_go();
    const int result = PMPI_Irecv(buf, n, type, source, tag, comm, request);
    if (result == MPI_SUCCESS)
        record_started(*request, false);
    return record_leave(result);
}

WRAP int MPI_Recv_init(void *buf, int n, MPI_Datatype type, int source, int tag,
    MPI_Comm comm, MPI_Request *request)
{
    if (!record_enter(RECORD_Recv_init))
        return PMPI_Recv_init(buf, n, type, source, tag, comm, request);
    record_receive(n, type, source, tag, comm);
    record_go();
    const int result = PMPI_Recv_init(buf, n, type, source, tag, comm, request);
    if (result == MPI_SUCCESS)
        record_started(*request, true);
    return record_leave(result);
}

WRAP int MPI_Probe(int source, int tag, MPI_Comm comm, MPI_Status *status)
{
    RECORDED(Probe, record_receive(0, MPI_DATATYPE_NULL, source, tag, comm),
        PMPI_Probe(source, tag, comm, status));
}

WRAP int MPI_Iprobe(
    int source, int tag, MPI_Comm comm, int *is_there, MPI_Status *status)
{
    RECORDED(Iprobe, record_receive(0, MPI_DATATYPE_NULL, source, tag, comm),
        PMPI_Iprobe(source, tag, comm, is_there, status));
}

/* A message that was taken out of its queue is received without its
 * communicator being named again: it is not followed any further. */

WRAP int MPI_Mprobe(int source, int tag, MPI_Comm comm, MPI_Message *message,
    MPI_Status *status)
{
    RECORDED(Mprobe,
        (record_receive(0, MPI_DATATYPE_NULL, source, tag, comm),
            record_inexact()),
        PMPI_Mprobe(source, tag, comm, message, status));
}

WRAP int MPI_Improbe(int source, int tag, MPI_Comm comm, int *is_there,
    MPI_Message *message, MPI_Status *status)
{
    RECORDED(Improbe,
        (record_receive(0, MPI_DATATYPE_NULL, source, tag, comm),
            record_inexact()),
        PMPI_Improbe(source, tag, comm, is_there, message, status));
}

WRAP int MPI_Mrecv(void *buf, int n, MPI_Datatype type, MPI_Message *message,
    MPI_Status *status)
{
    RECORDED(
        Mrecv, record_inexact(), PMPI_Mrecv(buf, n, type, message, status));
}

WRAP int MPI_Imrecv(void *buf, int n, MPI_Datatype type, MPI_Message *message,
    MPI_Request *request)
{
    RECORDED(
        Imrecv, record_inexact(), PMPI_Imrecv(buf, n, type, message, request));
}
