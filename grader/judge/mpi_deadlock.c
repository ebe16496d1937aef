/* SPDX-License-Identifier: MIT */
#include "grader/judge/mpi_record_private.h"

/* Which calls can still end? Those of ranks that compute can; and a call can
 * end if what it waits for may come from a rank that can go on, or is on its
 * way. That is repeated until nothing is added: what is left cannot end.
 * Whatever the record does not say for certain counts as "may come", so the
 * ranks that are left over are stuck for certain. */

struct search {
    const struct mpi_view *view;
    uint64_t going; /* ranks that can go on */
};

static bool is_among(uint64_t ranks, int rank)
{
    return (ranks >> rank & 1) != 0;
}

/* Requests of a rank for exactly this message, that take it before the
 * current call does. */
static uint64_t n_ahead(
    const struct record_rank *rank, int from, uint64_t comm, int tag)
{
    uint64_t n = 0;
    for (int i = 0; i < RECORD_REQUESTS_MAX; i++) {
        const struct record_request *request = &rank->requests[i];
        n += request->state == RECORD_PENDING && mpi_is_receive(request) &&
             request->ranks == UINT64_C(1) << from && request->comm == comm &&
             request->tag == tag;
    }
    return n;
}

/* Whether messages from a rank that are on their way may be the n-th that
 * fits, or a later one. */
static bool may_be_here(const struct search *search, int from, int to,
    uint64_t comm, int tag, uint64_t n)
{
    const struct record_rank *sender = &search->view->ranks[from];
    const struct record_rank *receiver = &search->view->ranks[to];
    const struct record_pair *sent = &sender->sent[to];
    const struct record_pair *received = &receiver->received[from];
    if (sender->is_inexact || receiver->is_inexact)
        return true;
    if (tag == RECORD_ANY)
        return sent->n >= received->n + n;
    const unsigned bucket = record_bucket(comm, tag);
    return sent->buckets[bucket] >= received->buckets[bucket] + n;
}

static bool may_come(const struct search *search, int to, uint64_t sources,
    uint64_t comm, int tag, uint64_t n)
{
    if (sources == 0)
        return true; /* from nobody, or it is not known from whom */
    for (int from = 0; from < search->view->n_ranks; from++)
        if (is_among(sources, from) &&
            (is_among(search->going, from) ||
                may_be_here(search, from, to, comm, tag, n)))
            return true;
    return false;
}

static bool fits(uint64_t sources, uint64_t its_comm, int its_tag, int from,
    uint64_t comm, int tag)
{
    return is_among(sources, from) && its_comm == comm &&
           (its_tag == RECORD_ANY || its_tag == tag);
}

/* Whether somebody may receive what a rank sends. */
static bool may_be_taken(const struct search *search, int from,
    uint64_t targets, uint64_t comm, int tag)
{
    if (targets == 0)
        return true;
    const int to = __builtin_ctzll(targets);
    const struct record_rank *receiver = &search->view->ranks[to];
    const struct record_call *call = &receiver->call;
    const enum mpi_kind kind = mpi_kind(call->function);
    if (is_among(search->going, to) || receiver->is_inexact)
        return true;
    if (mpi_is_inside(receiver) &&
        (kind == MPI_KIND_RECEIVE || kind == MPI_KIND_EXCHANGE) &&
        fits(call->sources, call->comm, call->tag, from, comm, tag))
        return true;
    for (int i = 0; i < RECORD_REQUESTS_MAX; i++) {
        const struct record_request *request = &receiver->requests[i];
        if (request->state == RECORD_PENDING && mpi_is_receive(request) &&
            fits(request->ranks, request->comm, request->tag, from, comm, tag))
            return true;
    }
    return false;
}

static bool receive_may_end(const struct search *search, int r)
{
    const struct record_rank *rank = &search->view->ranks[r];
    const struct record_call *call = &rank->call;
    uint64_t n = 1;
    if (__builtin_popcountll(call->sources) == 1 && call->tag != RECORD_ANY)
        n += n_ahead(
            rank, __builtin_ctzll(call->sources), call->comm, call->tag);
    return may_come(search, r, call->sources, call->comm, call->tag, n);
}

static bool send_may_end(const struct search *search, int r)
{
    const struct record_call *call = &search->view->ranks[r].call;
    return may_be_taken(search, r, call->targets, call->comm, call->out_tag);
}

/* Requests of one wait that want the same message each need one. */
static uint64_t n_alike(
    const struct record_rank *rank, const struct record_request *request)
{
    uint64_t n = 0;
    if (__builtin_popcountll(request->ranks) != 1 || request->tag == RECORD_ANY)
        return 1;
    for (int i = 0; i < RECORD_REQUESTS_MAX; i++) {
        const struct record_request *other = &rank->requests[i];
        n += mpi_is_awaited(rank, other) && mpi_is_receive(other) &&
             other->ranks == request->ranks && other->comm == request->comm &&
             other->tag == request->tag;
    }
    return n;
}

static bool request_may_end(const struct search *search, int r,
    const struct record_request *request, bool is_all)
{
    const struct record_rank *rank = &search->view->ranks[r];
    if (!mpi_is_receive(request))
        return may_be_taken(
            search, r, request->ranks, request->comm, request->tag);
    return may_come(search, r, request->ranks, request->comm, request->tag,
        is_all ? n_alike(rank, request) : 1);
}

/* Of the sends among the requests one cannot say which are done already. So a
 * wait for all is stuck if one of the receives is, or, without any receive,
 * if every send would be; a wait for any one if all are. */
static bool wait_may_end(const struct search *search, int r, bool is_all)
{
    const struct record_rank *rank = &search->view->ranks[r];
    bool has_receive = false, may_one_end = false, may_receives_end = true;
    int n = 0;
    if (rank->call.n_unknown > 0)
        return true;
    for (int i = 0; i < RECORD_REQUESTS_MAX; i++) {
        const struct record_request *request = &rank->requests[i];
        if (!mpi_is_awaited(rank, request))
            continue;
        const bool may_end = request_may_end(search, r, request, is_all);
        n++;
        may_one_end |= may_end;
        has_receive |= mpi_is_receive(request);
        may_receives_end &= may_end || !mpi_is_receive(request);
    }
    return n == 0 || (is_all && has_receive ? may_receives_end : may_one_end);
}

/* A member that is needed, cannot go on and has not come; -1: none. */
static int find_absent(const struct search *search, int r)
{
    const struct record_rank *rank = &search->view->ranks[r];
    const struct record_comm *comm = mpi_comm_of(rank, rank->call.comm);
    if (comm == NULL || rank->call.number == 0)
        return -1;
    for (int m = 0; m < search->view->n_ranks; m++) {
        const struct record_rank *member = &search->view->ranks[m];
        if (!is_among(comm->members, m) || is_among(search->going, m))
            continue;
        const struct record_comm *theirs = mpi_comm_of(member, comm->key);
        const bool is_known =
            theirs != NULL || member->n_comms <= RECORD_COMMS_MAX;
        const uint64_t n_begun = theirs != NULL ? theirs->n_collectives : 0;
        if (is_known && n_begun < rank->call.number)
            return m;
    }
    return -1;
}

/* A member whose call in the place of this one does not fit it; -1: none. */
static int find_other_call(const struct search *search, int r)
{
    const struct mpi_view *view = search->view;
    const struct record_call *call = &view->ranks[r].call;
    const struct record_collective *mine =
        mpi_collective_of(&view->ranks[r], call->comm, call->number);
    for (int m = 0; m < view->n_ranks && mine != NULL; m++) {
        const struct record_collective *theirs =
            mpi_collective_of(&view->ranks[m], call->comm, call->number);
        if (theirs != NULL && mpi_differ(view, r, m, mine, theirs, NULL))
            return m;
    }
    return -1;
}

static bool may_end(const struct search *search, int r)
{
    const struct record_rank *rank = &search->view->ranks[r];
    switch (mpi_kind(rank->call.function)) {
    case MPI_KIND_SEND:
        return send_may_end(search, r);
    case MPI_KIND_RECEIVE:
        return receive_may_end(search, r);
    case MPI_KIND_EXCHANGE:
        return send_may_end(search, r) && receive_may_end(search, r);
    case MPI_KIND_WAIT_ALL:
        return wait_may_end(search, r, true);
    case MPI_KIND_WAIT_ANY:
        return wait_may_end(search, r, false);
    case MPI_KIND_COLLECTIVE:
        return find_absent(search, r) < 0 && find_other_call(search, r) < 0;
    case MPI_KIND_OTHER:
        break;
    }
    return true;
}

uint64_t mpi_stuck(const struct mpi_view *view)
{
    struct search search = {.view = view};
    uint64_t waiting = 0;
    for (int r = 0; r < view->n_ranks; r++) {
        const struct record_rank *rank = &view->ranks[r];
        if (mpi_is_inside(rank))
            waiting |= UINT64_C(1) << r;
        else if (rank->state != RECORD_ENDED)
            search.going |= UINT64_C(1) << r;
    }
    for (bool is_more = true; is_more;) {
        is_more = false;
        for (int r = 0; r < view->n_ranks; r++) {
            if (!is_among(waiting, r) || is_among(search.going, r) ||
                !may_end(&search, r))
                continue;
            search.going |= UINT64_C(1) << r;
            is_more = true;
        }
    }
    return waiting & ~search.going;
}

/* Of several, one that is stuck itself rather than one that has ended. */
static int pick(const struct search *search, uint64_t ranks, int self)
{
    const uint64_t others = ranks & ~(UINT64_C(1) << self);
    const uint64_t stuck = others & ~search->going;
    const uint64_t left = stuck != 0 ? stuck : ranks;
    return left != 0 ? __builtin_ctzll(left) : -1;
}

static int waits_for_request(const struct search *search, int r)
{
    const struct record_rank *rank = &search->view->ranks[r];
    const bool is_all = mpi_kind(rank->call.function) == MPI_KIND_WAIT_ALL;
    for (int i = 0; i < RECORD_REQUESTS_MAX; i++) {
        const struct record_request *request = &rank->requests[i];
        if (mpi_is_awaited(rank, request) &&
            !request_may_end(search, r, request, is_all))
            return pick(search, request->ranks, r);
    }
    return -1;
}

int mpi_waits_for(const struct mpi_view *view, uint64_t stuck, int r)
{
    struct search search = {.view = view};
    const struct record_call *call = &view->ranks[r].call;
    for (int m = 0; m < view->n_ranks; m++)
        if (!is_among(stuck, m) && view->ranks[m].state != RECORD_ENDED)
            search.going |= UINT64_C(1) << m;
    int other;
    switch (mpi_kind(call->function)) {
    case MPI_KIND_SEND:
        return pick(&search, call->targets, r);
    case MPI_KIND_RECEIVE:
        return pick(&search, call->sources, r);
    case MPI_KIND_EXCHANGE:
        return receive_may_end(&search, r) ? pick(&search, call->targets, r)
                                           : pick(&search, call->sources, r);
    case MPI_KIND_WAIT_ALL:
    case MPI_KIND_WAIT_ANY:
        return waits_for_request(&search, r);
    case MPI_KIND_COLLECTIVE:
        other = find_absent(&search, r);
        return other >= 0 ? other : find_other_call(&search, r);
    case MPI_KIND_OTHER:
        break;
    }
    return -1;
}
