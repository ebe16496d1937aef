/* SPDX-License-Identifier: MIT */
#include "grader/runner/mpi_record.h"

/* A message is counted by its sender when the send begins and by its receiver
 * when the receive is over, so the former is never behind. What a tag was is
 * kept as sums: when all messages that are missing have one tag, they tell
 * it. */

void record_inexact(void)
{
    record_own->is_inexact = 1;
}

uint64_t record_size(int count, MPI_Datatype type)
{
    int size = 0;
    if (type == MPI_DATATYPE_NULL || count < 0)
        return RECORD_UNSAID;
    PMPI_Type_size(type, &size);
    return size < 0 ? RECORD_UNSAID : (uint64_t)count * (uint64_t)size;
}

/* The rank of the world that is meant; -1: none, or nobody knows. */
static int world_rank(const struct comm_view *view, int peer)
{
    return peer >= 0 && peer < view->n_ranks ? view->world[peer] : -1;
}

static void count(struct record_pair *pair, uint64_t comm, int tag)
{
    const uint64_t wide = (uint64_t)(uint32_t)tag;
    pair->tag_sum += wide;
    pair->tag_squares += wide * wide;
    pair->buckets[record_bucket(comm, tag)]++;
    __atomic_store_n(&pair->n, pair->n + 1, __ATOMIC_RELEASE);
}

static void describe_items(
    int n, MPI_Datatype type, const struct comm_view *view)
{
    struct record_call *call = &record_own->call;
    const uint64_t n_bytes = record_size(n, type);
    call->comm = view->key;
    if (n <= 0 || n_bytes == RECORD_UNSAID)
        return;
    call->count = (uint64_t)n;
    call->item_bytes = (uint32_t)(n_bytes / call->count);
}

void record_to(
    int n, MPI_Datatype type, int destination, int tag, MPI_Comm comm)
{
    const struct comm_view *view = record_comm(comm);
    struct record_call *call = &record_own->call;
    const int to = world_rank(view, destination);
    call->out_peer = destination == MPI_PROC_NULL ? RECORD_NOBODY : destination;
    call->out_tag = tag;
    describe_items(n, type, view);
    if (to >= 0)
        call->targets = UINT64_C(1) << to;
    else if (destination != MPI_PROC_NULL)
        record_inexact();
}

void record_sent(uint64_t to, uint64_t comm, int tag, uint64_t n_bytes)
{
    if (to == 0)
        return;
    struct record_pair *pair = &record_own->sent[__builtin_ctzll(to)];
    pair->last_ns = record_own->call.since_ns;
    pair->n_bytes += n_bytes;
    count(pair, comm, tag);
}

void record_send(
    int n, MPI_Datatype type, int destination, int tag, MPI_Comm comm)
{
    const struct record_call *call = &record_own->call;
    record_to(n, type, destination, tag, comm);
    record_sent(call->targets, call->comm, tag, call->count * call->item_bytes);
}

void record_receive(
    int n, MPI_Datatype type, int source, int tag, MPI_Comm comm)
{
    const struct comm_view *view = record_comm(comm);
    struct record_call *call = &record_own->call;
    const int from = world_rank(view, source);
    call->peer = source == MPI_ANY_SOURCE  ? RECORD_ANY
                 : source == MPI_PROC_NULL ? RECORD_NOBODY
                                           : source;
    call->tag = tag == MPI_ANY_TAG ? RECORD_ANY : tag;
    describe_items(n, type, view);
    if (source == MPI_PROC_NULL)
        return;
    if (source == MPI_ANY_SOURCE && view->n_ranks > 0)
        call->sources = view->members;
    else if (from >= 0)
        call->sources = UINT64_C(1) << from;
    else
        record_inexact();
}

/* The sender of a message that one of several may have sent. */
static int sender_of(uint64_t ranks, uint64_t comm, const MPI_Status *status)
{
    if (__builtin_popcountll(ranks) == 1)
        return __builtin_ctzll(ranks);
    const uint32_t n = record_own->n_comms;
    for (uint32_t i = 0; i < n && i < RECORD_COMMS_MAX; i++) {
        const struct record_comm *notes = &record_own->comms[i];
        if (notes->key == comm && notes->members == ranks &&
            status->MPI_SOURCE >= 0 && status->MPI_SOURCE < (int)notes->n_ranks)
            return notes->world[status->MPI_SOURCE] % RECORD_RANKS_MAX;
    }
    return -1;
}

void record_came(
    uint64_t ranks, uint64_t comm, int tag, const MPI_Status *status)
{
    if (ranks == 0)
        return;
    const int from = sender_of(ranks, comm, status);
    if (from < 0) {
        record_inexact();
        return;
    }
    struct record_rank *own = record_own;
    struct record_pair *pair = &own->received[from];
    count(pair, comm, tag != RECORD_ANY ? tag : status->MPI_TAG);
    /* Only if it is the last one that was sent is it known when it was. */
    const int self = (int)(own - record_all->ranks);
    const struct record_pair *theirs = &record_all->ranks[from].sent[self];
    if (__atomic_load_n(&theirs->n, __ATOMIC_ACQUIRE) == pair->n &&
        theirs->last_ns > own->call.since_ns)
        record_partner(theirs->last_ns);
}
