/* SPDX-License-Identifier: MIT */
#include "grader/runner/call.h"

#include "tosses.h"

/* Rounds of tosses, each with a seed and two numbers of its own. */

static void run_tosses(struct call *call)
{
    const size_t n = call_count(call);
    const uint64_t *seeds = call_array(call);
    uint64_t *count = call_array(call);
    call_go(call);
    for (size_t r = 0; r < call_repeats(call); r++)
        tosses(n, seeds[r], call_workers(call), count + 2 * r);
}

const struct call_entry call_entries[] = {
    {"tosses", run_tosses},
    {0},
};
