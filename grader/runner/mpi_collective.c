/* SPDX-License-Identifier: MIT */
#include "grader/runner/mpi_record.h"

/* Collective calls are numbered on each communicator. All its ranks make them
 * in the same order, so calls of one number belong together, whatever they
 * are; that they are not the same call is what is looked for. */

static struct {
    struct record_comm *notes; /* of the communicator; NULL: no number */
    uint64_t partners; /* whose arrival the call waits for */
} now;

void record_collective(MPI_Comm comm, int root, uint64_t n_bytes,
    uint64_t each_bytes, enum record_waits waits)
{
    struct record_rank *own = record_own;
    struct comm_view *view = record_comm(comm);
    const bool is_root = root == view->rank;
    now.notes = view->key != 0 ? view->notes : NULL;
    own->call.peer = root;
    own->call.comm = view->key;
    now.partners =
        waits == WAITS_FOR_ALL || (waits == ROOT_WAITS && is_root)
            ? view->members
        : waits == WAITS_FOR_ROOT && root >= 0 && root < view->n_ranks
            ? UINT64_C(1) << view->world[root]
            : 0;
    if (now.notes == NULL)
        return;
    const uint64_t number = now.notes->n_collectives + 1;
    own->call.number = number;
    own->history[own->n_history++ % RECORD_HISTORY] =
        (struct record_collective){.comm = view->key,
            .number = number,
            .function = own->call.function,
            .root = root,
            .n_bytes = n_bytes,
            .each_bytes = each_bytes};
    now.notes->entry_ns[number % RECORD_ENTRIES] = own->call.since_ns;
    __atomic_store_n(&now.notes->n_collectives, number, __ATOMIC_RELEASE);
}

void record_counts(MPI_Comm comm, const int counts[], MPI_Datatype type)
{
    const struct comm_view *view = record_comm(comm);
    struct record_vector *vector = &record_own->vector;
    vector->comm = view->key;
    vector->number = record_own->call.number;
    for (int r = 0; r < view->n_ranks; r++)
        vector->n_bytes[r] = record_size(counts[r], type);
}

/* When a rank came to the call; 0: nobody knows any more. */
static uint64_t entry_of(int rank, uint64_t key, uint64_t number)
{
    const struct record_rank *other = &record_all->ranks[rank];
    for (uint32_t i = 0; i < RECORD_COMMS_MAX; i++) {
        const struct record_comm *notes = &other->comms[i];
        if (notes->key != key)
            continue;
        const uint64_t n =
            __atomic_load_n(&notes->n_collectives, __ATOMIC_ACQUIRE);
        return n >= number && n - number < RECORD_ENTRIES
                   ? notes->entry_ns[number % RECORD_ENTRIES]
                   : 0;
    }
    return 0;
}

void record_met(void)
{
    if (now.notes == NULL)
        return;
    uint64_t rest = now.partners;
    for (; rest != 0; rest &= rest - 1)
        record_partner(entry_of(
            __builtin_ctzll(rest), now.notes->key, record_own->call.number));
}
