/* SPDX-License-Identifier: MIT */
#include "grader/runner/mpi_record.h"

#include <stdlib.h>

/* The table of requests is a part of the record: whoever reads it sees what a
 * wait waits for. An MPI may give several requests the same handle, those
 * that are complete already: so a handle stands for any one entry that has
 * it. A request that finds no room is only counted. */

static struct record_request **found; /* of the call; NULL: not in the table */
static MPI_Status *own_statuses;
static int room;

static uint64_t handle_of(MPI_Request request)
{
    return (uint64_t)(intptr_t)request;
}

static bool is_receive(uint32_t function)
{
    return function == RECORD_Irecv || function == RECORD_Recv_init;
}

/* An entry that this call has not got yet. */
static struct record_request *find(
    MPI_Request request, enum record_request_state state, uint64_t call)
{
    const uint64_t handle = handle_of(request);
    for (int i = 0; i < RECORD_REQUESTS_MAX; i++) {
        struct record_request *entry = &record_own->requests[i];
        if (entry->state == state && entry->handle == handle &&
            entry->awaited_by != call)
            return entry;
    }
    return NULL;
}

void record_started(MPI_Request request, bool is_persistent)
{
    const struct record_call *call = &record_own->call;
    const bool is_from = is_receive(call->function);
    for (int i = 0; i < RECORD_REQUESTS_MAX; i++) {
        struct record_request *entry = &record_own->requests[i];
        if (entry->state != RECORD_FREE)
            continue;
        *entry = (struct record_request){.handle = handle_of(request),
            .comm = call->comm,
            .ranks = is_from ? call->sources : call->targets,
            .state = is_persistent ? RECORD_IDLE : RECORD_PENDING,
            .function = call->function,
            .peer = is_from ? call->peer : call->out_peer,
            .tag = is_from ? call->tag : call->out_tag,
            .n_bytes = call->count * call->item_bytes,
            .is_persistent = is_persistent};
        return;
    }
    record_own->n_lost++;
    record_inexact();
}

void record_restarted(MPI_Request request)
{
    struct record_request *entry =
        find(request, RECORD_IDLE, record_own->entered + 1);
    if (entry == NULL) {
        record_inexact();
        return;
    }
    entry->state = RECORD_PENDING;
    if (!is_receive(entry->function))
        record_sent(entry->ranks, entry->comm, entry->tag, entry->n_bytes);
}

void record_freed(MPI_Request request)
{
    struct record_request *entry = find(request, RECORD_IDLE, UINT64_MAX);
    if (entry == NULL) {
        entry = find(request, RECORD_PENDING, UINT64_MAX);
        record_inexact();
    }
    if (entry != NULL)
        entry->state = RECORD_FREE;
}

/* Room for what is known of n requests. @return false: no memory. */
static bool make_room(int n)
{
    if (n <= room)
        return true;
    const size_t more = (size_t)n * 2;
    void *larger = realloc(found, more * sizeof(struct record_request *));
    if (larger == NULL)
        return false;
    found = larger;
    larger = realloc(own_statuses, more * sizeof *own_statuses);
    if (larger == NULL)
        return false;
    own_statuses = larger;
    room = (int)more;
    return true;
}

MPI_Status *record_await(int n, const MPI_Request requests[],
    MPI_Status *statuses, const MPI_Status *ignore)
{
    struct record_call *call = &record_own->call;
    const uint64_t number = record_own->entered + 1;
    if (n < 0 || n > 1 << 20 || !make_room(n)) {
        record_inexact();
        call->n_unknown = 1;
        return statuses;
    }
    for (int i = 0; i < n; i++) {
        found[i] = NULL;
        if (requests[i] == MPI_REQUEST_NULL)
            continue;
        found[i] = find(requests[i], RECORD_PENDING, number);
        call->n_requests++;
        call->n_unknown += found[i] == NULL;
        if (found[i] != NULL)
            found[i]->awaited_by = number;
    }
    return statuses == ignore ? own_statuses : statuses;
}

void record_completed(int i, const MPI_Status *status)
{
    if (i < 0 || i >= room || found[i] == NULL)
        return;
    struct record_request *entry = found[i];
    if (is_receive(entry->function))
        record_came(entry->ranks, entry->comm, entry->tag, status);
    entry->state = entry->is_persistent ? RECORD_IDLE : RECORD_FREE;
}
