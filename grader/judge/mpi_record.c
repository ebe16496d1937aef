/* SPDX-License-Identifier: MIT */
#include "grader/judge/mpi_record_private.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* The copy is made while ranks write; what is torn is told by counters that
 * differ in the next copy. Whatever is in it, no number that is used as an
 * index leads outside: that is seen to here, once. */

static const char *const names[] = {"nothing",
#define NAME(name) "MPI_" #name,
    RECORD_FUNCTIONS(NAME)
#undef NAME
};

const char *mpi_function_name(uint32_t function)
{
    return names[function < RECORD_N_FUNCTIONS ? function : 0];
}

enum mpi_kind mpi_kind(uint32_t function)
{
    switch ((enum record_function)function) {
    case RECORD_Send:
    case RECORD_Ssend:
    case RECORD_Rsend:
        return MPI_KIND_SEND;
    case RECORD_Recv:
    case RECORD_Probe:
    case RECORD_Mprobe:
        return MPI_KIND_RECEIVE;
    case RECORD_Sendrecv:
    case RECORD_Sendrecv_replace:
        return MPI_KIND_EXCHANGE;
    case RECORD_Wait:
    case RECORD_Waitall:
        return MPI_KIND_WAIT_ALL;
    case RECORD_Waitany:
    case RECORD_Waitsome:
        return MPI_KIND_WAIT_ANY;
    default:
        return function >= RECORD_Barrier && function <= RECORD_Cart_sub
                   ? MPI_KIND_COLLECTIVE
                   : MPI_KIND_OTHER;
    }
}

static void bound_request(struct record_request *request, uint64_t all)
{
    request->ranks &= all;
    if (request->function >= RECORD_N_FUNCTIONS)
        request->function = RECORD_NONE;
}

static void bound_comm(struct record_comm *comm, int n_ranks, uint64_t all)
{
    comm->members &= all;
    if (comm->n_ranks > RECORD_RANKS_MAX)
        comm->n_ranks = RECORD_RANKS_MAX;
    for (int r = 0; r < RECORD_RANKS_MAX; r++)
        if (comm->world[r] >= n_ranks)
            comm->world[r] = 0;
}

static void bound_rank(struct record_rank *rank, int n_ranks)
{
    const uint64_t all = n_ranks < 64 ? (UINT64_C(1) << n_ranks) - 1 : ~0ull;
    struct record_call *call = &rank->call;
    if (call->function >= RECORD_N_FUNCTIONS)
        call->function = RECORD_NONE;
    call->sources &= all;
    call->targets &= all;
    for (int i = 0; i < RECORD_REQUESTS_MAX; i++)
        bound_request(&rank->requests[i], all);
    for (int i = 0; i < RECORD_COMMS_MAX; i++)
        bound_comm(&rank->comms[i], n_ranks, all);
    for (int i = 0; i < RECORD_HISTORY; i++)
        if (rank->history[i].function >= RECORD_N_FUNCTIONS)
            rank->history[i].function = RECORD_NONE;
}

struct mpi_view mpi_view_take(const struct record *record, int n_ranks)
{
    struct mpi_view view = {.n_ranks = n_ranks};
    view.ranks = mem_new((size_t)n_ranks, sizeof *view.ranks);
    memcpy(view.ranks, record->ranks, (size_t)n_ranks * sizeof *view.ranks);
    for (int r = 0; r < n_ranks; r++)
        bound_rank(&view.ranks[r], n_ranks);
    return view;
}

void mpi_view_free(struct mpi_view *view)
{
    free(view->ranks);
    *view = (struct mpi_view){0};
}

bool mpi_is_inside(const struct record_rank *rank)
{
    return rank->state == RECORD_ACTIVE && rank->entered == rank->left + 1;
}

bool mpi_is_receive(const struct record_request *request)
{
    return request->function == RECORD_Irecv ||
           request->function == RECORD_Recv_init;
}

bool mpi_is_awaited(
    const struct record_rank *rank, const struct record_request *request)
{
    return request->state == RECORD_PENDING &&
           request->awaited_by == rank->entered;
}

const struct record_comm *mpi_comm_of(
    const struct record_rank *rank, uint64_t key)
{
    for (uint32_t i = 0; i < RECORD_COMMS_MAX && i < rank->n_comms; i++)
        if (rank->comms[i].key == key && key != 0)
            return &rank->comms[i];
    return NULL;
}

double mpi_communication_share(const struct mpi_view *view)
{
    double least = 1;
    for (int r = 0; r < view->n_ranks; r++) {
        const struct record_rank *rank = &view->ranks[r];
        const double whole_ns = (double)rank->end_ns - (double)rank->start_ns;
        const double busy_ns = (double)rank->wall_ns - (double)rank->waiting_ns;
        const double share = whole_ns > 0 ? busy_ns / whole_ns : 0;
        least = share < least ? share : least;
    }
    return least > 0 && view->n_ranks > 1 ? least : 0;
}

double mpi_others_share(const struct mpi_view *view, int busiest)
{
    double least = 1;
    for (int r = 0; r < view->n_ranks; r++) {
        const struct record_rank *rank = &view->ranks[r];
        const bool has_work = rank->cpu_ns > 0;
        const double inside_ns =
            (double)(has_work ? rank->cpu_ns : rank->wall_ns);
        const double whole_ns =
            has_work ? (double)rank->end_cpu_ns - (double)rank->start_cpu_ns
                     : (double)rank->end_ns - (double)rank->start_ns;
        const double share = whole_ns > 0 ? inside_ns / whole_ns : 0;
        if (r != busiest)
            least = share < least ? share : least;
    }
    return view->n_ranks > 1 ? least : 0;
}

uint64_t mpi_watch_look(struct mpi_watch *watch, const struct mpi_view *view,
    double now_s, double long_s)
{
    const uint64_t stuck = mpi_stuck(view);
    bool is_same = stuck == watch->stuck;
    for (int r = 0; r < view->n_ranks; r++)
        is_same &= (stuck >> r & 1) == 0 ||
                   view->ranks[r].entered == watch->entered[r];
    if (!is_same) {
        watch->stuck = stuck;
        watch->since_s = now_s;
        for (int r = 0; r < view->n_ranks; r++)
            watch->entered[r] = view->ranks[r].entered;
    }
    return now_s - watch->since_s >= long_s ? stuck : 0;
}
