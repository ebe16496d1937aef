/* SPDX-License-Identifier: MIT */
#include "grader/runner/call_mpi.h"

#include <stdint.h>

#include "@EX@.h"

/* Every rank runs the entry with the same frame mapped, and gives the
 * candidate only what the contract gives this rank. */

static uint64_t *on_root(struct call *call, uint64_t *steps)
{
    int rank;
    MPI_Comm_rank(call_comm(call), &rank);
    return rank == 0 ? steps : NULL;
}

static void run_once(struct call *call)
{
    const size_t n = call_count(call);
    const uint64_t *start = call_array(call);
    uint64_t *steps = on_root(call, call_array(call));
    call_go(call);
    @EX@_count(n, start, steps, call_comm(call));
}

static void run_repeated(struct call *call)
{
    const size_t n = call_count(call);
    const uint64_t *start = call_array(call);
    uint64_t *steps = on_root(call, call_array(call));
    call_go(call);
    for (size_t r = 0; r < call_repeats(call); r++)
        @EX@_count(n, start + r * n, steps != NULL ? steps + r * n : NULL,
            call_comm(call));
}

const struct call_entry call_entries[] = {
    {"@EX@", run_once},
    {"repeated", run_repeated},
    {0},
};
