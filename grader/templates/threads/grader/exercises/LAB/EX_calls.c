/* SPDX-License-Identifier: MIT */
#include "grader/runner/call.h"

#include <stdint.h>

#include "@EX@.h"

/* Takes the arguments from the frame, in the order in which the cases add
 * them, and calls the candidate; it writes where the judge reads. */

static void run_once(struct call *call)
{
    const size_t n = call_count(call);
    const uint64_t *start = call_array(call);
    uint64_t *steps = call_array(call);
    call_go(call);
    @EX@_count(n, start, steps, call_workers(call));
}

static void run_repeated(struct call *call)
{
    const size_t n = call_count(call);
    const uint64_t *start = call_array(call);
    uint64_t *steps = call_array(call);
    call_go(call);
    for (size_t r = 0; r < call_repeats(call); r++)
        @EX@_count(
            n, start + r * n, steps + r * n, call_workers(call));
}

const struct call_entry call_entries[] = {
    {"@EX@", run_once},
    {"repeated", run_repeated},
    {0},
};
