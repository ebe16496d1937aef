/* SPDX-License-Identifier: MIT */
#include "grader/judge/mpi_record_private.h"

#include <stdlib.h>

#include "grader/base/mem.h"

/* Calls as the program wrote them, and ranks that wait in a circle. Ranks in
 * arguments are those of the call's communicator, all others those of
 * MPI_COMM_WORLD. */

enum { SHOWN_MAX = 3 }; /* ranks of a circle */

static void print_number(
    FILE *to, const char *name, int number, const char *any)
{
    if (number == RECORD_ANY)
        fprintf(to, "%s=%s", name, any);
    else if (number == RECORD_NOBODY)
        fprintf(to, "%s=MPI_PROC_NULL", name);
    else
        fprintf(to, "%s=%d", name, number);
}

static void print_source(FILE *to, int peer, int tag)
{
    print_number(to, "source", peer, "MPI_ANY_SOURCE");
    fputs(", ", to);
    print_number(to, "tag", tag, "MPI_ANY_TAG");
}

static void print_target(FILE *to, int peer, int tag)
{
    print_number(to, "dest", peer, "?");
    fprintf(to, ", tag=%d", tag);
}

static void print_request(FILE *to, const struct record_request *request)
{
    fprintf(to, "%s(", mpi_function_name(request->function));
    if (mpi_is_receive(request))
        print_source(to, request->peer, request->tag);
    else
        print_target(to, request->peer, request->tag);
    fputc(')', to);
}

/* "MPI_Waitall for MPI_Irecv(source=1, tag=0) and 2 more". Of the requests
 * a receive is shown first: sends are often over when one waits for them. */
static void print_wait(FILE *to, const struct record_rank *rank)
{
    const struct record_request *shown = NULL;
    fputs(mpi_function_name(rank->call.function), to);
    for (int i = 0; i < RECORD_REQUESTS_MAX; i++) {
        const struct record_request *request = &rank->requests[i];
        if (mpi_is_awaited(rank, request) &&
            (shown == NULL ||
                (mpi_is_receive(request) && !mpi_is_receive(shown))))
            shown = request;
    }
    if (shown == NULL)
        return;
    fputs(" for ", to);
    print_request(to, shown);
    if (rank->call.n_requests > 1)
        fprintf(to, " and %u more", rank->call.n_requests - 1);
}

/* Where numbers of ranks mean others than those of the world. */
static void print_comm(FILE *to, const struct mpi_view *view, int r)
{
    const struct record_comm *comm =
        mpi_comm_of(&view->ranks[r], view->ranks[r].call.comm);
    if (comm == NULL || (int)comm->n_ranks == view->n_ranks)
        return;
    fprintf(to, " on a communicator of %u", comm->n_ranks);
}

void mpi_print_call(FILE *to, const struct mpi_view *view, int r)
{
    const struct record_rank *rank = &view->ranks[r];
    const struct record_call *call = &rank->call;
    const enum mpi_kind kind = mpi_kind(call->function);
    if (kind == MPI_KIND_WAIT_ALL || kind == MPI_KIND_WAIT_ANY) {
        print_wait(to, rank);
        return;
    }
    fprintf(to, "%s(", mpi_function_name(call->function));
    if (kind == MPI_KIND_SEND) {
        fprintf(to, "count=%llu, ", (unsigned long long)call->count);
        print_target(to, call->out_peer, call->out_tag);
    } else if (kind == MPI_KIND_EXCHANGE) {
        print_target(to, call->out_peer, call->out_tag);
        fputs(", ", to);
        print_source(to, call->peer, call->tag);
    } else if (kind == MPI_KIND_RECEIVE) {
        print_source(to, call->peer, call->tag);
    } else if (kind == MPI_KIND_COLLECTIVE && call->peer >= 0) {
        fprintf(to, "root=%d", call->peer);
    }
    fputc(')', to);
    print_comm(to, view, r);
}

/* From a rank along those that it waits for, to one that has ended or that
 * was there before.
 * @param[out] path  room for RECORD_RANKS_MAX + 1
 * @return how many are on it; path[n - 1] is the last. */
static int follow(
    const struct mpi_view *view, uint64_t stuck, int start, int path[])
{
    uint64_t seen = 0;
    int n = 0;
    for (int r = start; r >= 0; r = mpi_waits_for(view, stuck, r)) {
        path[n++] = r;
        if ((seen >> r & 1) != 0 || (stuck >> r & 1) == 0)
            break;
        seen |= UINT64_C(1) << r;
    }
    return n;
}

static void print_waiting(
    FILE *to, const struct mpi_view *view, const int ranks[], int n)
{
    for (int i = 0; i < n && i < SHOWN_MAX; i++) {
        fprintf(to, i == 0 ? "rank %d waits in " : ", rank %d in ", ranks[i]);
        mpi_print_call(to, view, ranks[i]);
    }
    if (n > SHOWN_MAX)
        fprintf(to, ", and so on round a circle of %d", n);
}

/* What has come from a rank and is not what another waits for. */
static void print_unfitting(
    FILE *to, const struct mpi_view *view, int waiting, int other)
{
    const struct mpi_missing missing = mpi_missing(view, other, waiting);
    if (mpi_is_inside(&view->ranks[other]) &&
        mpi_kind(view->ranks[other].call.function) == MPI_KIND_SEND)
        return; /* it is the very message that the circle shows */
    if (missing.n > 0 && missing.tag != RECORD_ANY)
        fprintf(to, "; what rank %d has sent rank %d has tag %d", other,
            waiting, missing.tag);
}

static void print_deadlock(
    FILE *to, const struct mpi_view *view, uint64_t stuck)
{
    int path[RECORD_RANKS_MAX + 1];
    const int n = follow(view, stuck, __builtin_ctzll(stuck), path);
    const int last = path[n - 1];
    if (view->ranks[last].state == RECORD_ENDED && n > 1) {
        const int waiting = path[n - 2];
        print_waiting(to, view, &waiting, 1);
        fprintf(to, " for rank %d, which has returned", last);
        print_unfitting(to, view, waiting, last);
        return;
    }
    int first = 0;
    while (first < n - 1 && path[first] != last)
        first++;
    print_waiting(to, view, path + first, first < n - 1 ? n - 1 - first : 1);
    if (n - 1 - first == 2)
        print_unfitting(to, view, path[first], path[first + 1]);
}

void mpi_find_deadlock(
    const struct mpi_view *view, uint64_t stuck, struct findings *findings)
{
    char *text = NULL;
    size_t size;
    const size_t n_before = findings->n;
    if (stuck == 0)
        return;
    mpi_find_mismatch(view, findings);
    if (findings->n > n_before)
        return;
    FILE *to = mem_stream(&text, &size);
    print_deadlock(to, view, stuck);
    fclose(to);
    findings_add(findings, "deadlock", "%s", text);
    free(text);
}
