/* SPDX-License-Identifier: MIT */
#include "grader/runner/mpi_record.h"

#include <stdlib.h>
#include <string.h>

/* What is known of a communicator hangs on it as an attribute, which MPI
 * releases with it. A key is made of the members, in their order, and of how
 * many communicators with these members there were before: all of them make
 * these in the same order, so all come to the same key without asking. A
 * communicator that was not seen being made has none. */

enum { KINDS_MAX = 64 }; /* sets of members */

static int keyval = MPI_KEYVAL_INVALID;
static MPI_Comm last; /* the one that was asked for last, */
static struct comm_view *last_view; /* unless NULL */
static struct comm_view nobody;

static int release(MPI_Comm comm, int key, void *view, void *extra)
{
    (void)comm, (void)key, (void)extra;
    if (view == last_view)
        last_view = NULL;
    free(view);
    return MPI_SUCCESS;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * UINT64_C(0x100000001b3) ^ hash >> 29;
}

/* A number for an ordered set of members; the same set gives another number
 * every time. @return 0: too many sets. */
static uint64_t new_key(const struct comm_view *view)
{
    static struct {
        uint64_t hash, n;
    } kinds[KINDS_MAX];
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (int r = 0; r < view->n_ranks; r++)
        hash = mix(hash, view->world[r] + UINT64_C(1));
    for (int i = 0; i < KINDS_MAX; i++) {
        if (kinds[i].n > 0 && kinds[i].hash != hash)
            continue;
        kinds[i].hash = hash;
        return mix(hash, ++kinds[i].n * 1000) | 1;
    }
    return 0;
}

/* @return whether all members are ranks that can be recorded. */
static bool fill_members(struct comm_view *view, MPI_Comm comm)
{
    MPI_Group group, world;
    int from[RECORD_RANKS_MAX], to[RECORD_RANKS_MAX], is_inter, n;
    PMPI_Comm_test_inter(comm, &is_inter);
    PMPI_Comm_size(comm, &n);
    if (is_inter || n > RECORD_RANKS_MAX)
        return false;
    PMPI_Comm_group(comm, &group);
    PMPI_Comm_group(MPI_COMM_WORLD, &world);
    for (int r = 0; r < n; r++)
        from[r] = r;
    PMPI_Group_translate_ranks(group, n, from, world, to);
    PMPI_Group_free(&group);
    PMPI_Group_free(&world);
    for (int r = 0; r < n; r++) {
        if (to[r] < 0 || to[r] >= RECORD_RANKS_MAX)
            return false;
        view->world[r] = (uint8_t)to[r];
        view->members |= UINT64_C(1) << to[r];
    }
    PMPI_Comm_rank(comm, &view->rank);
    view->n_ranks = n;
    return true;
}

static struct comm_view *make_view(MPI_Comm comm, bool is_new)
{
    if (keyval == MPI_KEYVAL_INVALID)
        PMPI_Comm_create_keyval(MPI_COMM_NULL_COPY_FN, release, &keyval, NULL);
    struct comm_view *view = calloc(1, sizeof *view);
    if (view == NULL)
        return &nobody;
    if (!fill_members(view, comm))
        *view = (struct comm_view){0};
    else if (is_new || comm == MPI_COMM_WORLD || comm == MPI_COMM_SELF)
        view->key = new_key(view);
    PMPI_Comm_set_attr(comm, keyval, view);
    return view;
}

/* A place for it in the record, which starts anew with every epoch. */
static void take_notes(struct comm_view *view)
{
    struct record_rank *own = record_own;
    view->epoch = own->start_ns;
    view->notes = NULL;
    const uint32_t n = own->n_comms;
    if (view->n_ranks == 0)
        return;
    own->n_comms = n + 1;
    if (n >= RECORD_COMMS_MAX)
        return;
    view->notes = &own->comms[n];
    *view->notes = (struct record_comm){.key = view->key,
        .members = view->members,
        .n_ranks = (uint32_t)view->n_ranks};
    memcpy(view->notes->world, view->world, sizeof view->world);
}

static struct comm_view *find(MPI_Comm comm)
{
    void *found = NULL;
    int is_there = 0;
    if (last_view != NULL && last == comm)
        return last_view;
    if (comm == MPI_COMM_NULL)
        return &nobody;
    if (keyval != MPI_KEYVAL_INVALID)
        PMPI_Comm_get_attr(comm, keyval, &found, &is_there);
    last_view = is_there ? found : make_view(comm, false);
    last = comm;
    return last_view;
}

struct comm_view *record_comm(MPI_Comm comm)
{
    struct comm_view *view = find(comm);
    if (record_own != NULL && view->epoch != record_own->start_ns)
        take_notes(view);
    return view;
}

void record_new_comm(MPI_Comm comm)
{
    if (comm != MPI_COMM_NULL)
        make_view(comm, true);
}
