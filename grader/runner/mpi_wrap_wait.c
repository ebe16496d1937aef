/* SPDX-License-Identifier: MIT */
#include "grader/runner/mpi_wrap.h"

/* Waiting for requests, and asking whether they are done. MPI sets a request
 * that is done to null, so they are looked up before. */

WRAP int MPI_Start(MPI_Request *request)
{
    RECORDED(Start, record_restarted(*request), PMPI_Start(request));
}

static void restart_all(int n, const MPI_Request requests[])
{
    for (int i = 0; i < n; i++)
        record_restarted(requests[i]);
}

WRAP int MPI_Startall(int n, MPI_Request requests[])
{
    RECORDED(Startall, restart_all(n, requests), PMPI_Startall(n, requests));
}

WRAP int MPI_Wait(MPI_Request *request, MPI_Status *status)
{
    if (!record_enter(RECORD_Wait))
        return PMPI_Wait(request, status);
    status = record_await(1, request, status, MPI_STATUS_IGNORE);
    record_go();
    const int result = PMPI_Wait(request, status);
    if (result == MPI_SUCCESS)
        record_completed(0, status);
    return record_leave(result);
}

WRAP int MPI_Waitall(int n, MPI_Request requests[], MPI_Status statuses[])
{
    if (!record_enter(RECORD_Waitall))
        return PMPI_Waitall(n, requests, statuses);
    statuses = record_await(n, requests, statuses, MPI_STATUSES_IGNORE);
    record_go();
    const int result = PMPI_Waitall(n, requests, statuses);
    for (int i = 0; i < n && result == MPI_SUCCESS; i++)
        record_completed(i, &statuses[i]);
    return record_leave(result);
}

WRAP int MPI_Waitany(
    int n, MPI_Request requests[], int *which, MPI_Status *status)
{
    if (!record_enter(RECORD_Waitany))
        return PMPI_Waitany(n, requests, which, status);
    status = record_await(n, requests, status, MPI_STATUS_IGNORE);
    record_go();
    const int result = PMPI_Waitany(n, requests, which, status);
    if (result == MPI_SUCCESS && *which != MPI_UNDEFINED)
        record_completed(*which, status);
    return record_leave(result);
}

/* Those that a wait or test for some has found done. */
static int completed_some(
    int result, int n_done, const int which[], const MPI_Status statuses[])
{
    for (int i = 0; i < n_done && result == MPI_SUCCESS; i++)
        record_completed(which[i], &statuses[i]);
    return record_leave(result);
}

WRAP int MPI_Waitsome(int n, MPI_Request requests[], int *n_done, int which[],
    MPI_Status statuses[])
{
    if (!record_enter(RECORD_Waitsome))
        return PMPI_Waitsome(n, requests, n_done, which, statuses);
    statuses = record_await(n, requests, statuses, MPI_STATUSES_IGNORE);
    record_go();
    const int result = PMPI_Waitsome(n, requests, n_done, which, statuses);
    return completed_some(result, *n_done, which, statuses);
}

WRAP int MPI_Test(MPI_Request *request, int *is_done, MPI_Status *status)
{
    if (!record_enter(RECORD_Test))
        return PMPI_Test(request, is_done, status);
    status = record_await(1, request, status, MPI_STATUS_IGNORE);
    record_go();
    const int result = PMPI_Test(request, is_done, status);
    if (result == MPI_SUCCESS && *is_done)
        record_completed(0, status);
    return record_leave(result);
}

WRAP int MPI_Testall(
    int n, MPI_Request requests[], int *are_done, MPI_Status statuses[])
{
    if (!record_enter(RECORD_Testall))
        return PMPI_Testall(n, requests, are_done, statuses);
    statuses = record_await(n, requests, statuses, MPI_STATUSES_IGNORE);
    record_go();
    const int result = PMPI_Testall(n, requests, are_done, statuses);
    for (int i = 0; i < n && result == MPI_SUCCESS && *are_done; i++)
        record_completed(i, &statuses[i]);
    return record_leave(result);
}

WRAP int MPI_Testany(
    int n, MPI_Request requests[], int *which, int *is_done, MPI_Status *status)
{
    if (!record_enter(RECORD_Testany))
        return PMPI_Testany(n, requests, which, is_done, status);
    status = record_await(n, requests, status, MPI_STATUS_IGNORE);
    record_go();
    const int result = PMPI_Testany(n, requests, which, is_done, status);
    if (result == MPI_SUCCESS && *is_done && *which != MPI_UNDEFINED)
        record_completed(*which, status);
    return record_leave(result);
}

WRAP int MPI_Testsome(int n, MPI_Request requests[], int *n_done, int which[],
    MPI_Status statuses[])
{
    if (!record_enter(RECORD_Testsome))
        return PMPI_Testsome(n, requests, n_done, which, statuses);
    statuses = record_await(n, requests, statuses, MPI_STATUSES_IGNORE);
    record_go();
    const int result = PMPI_Testsome(n, requests, n_done, which, statuses);
    return completed_some(result, *n_done, which, statuses);
}

WRAP int MPI_Request_free(MPI_Request *request)
{
    RECORDED(Request_free, record_freed(*request), PMPI_Request_free(request));
}

WRAP int MPI_Cancel(MPI_Request *request)
{
    RECORDED(Cancel, record_inexact(), PMPI_Cancel(request));
}
