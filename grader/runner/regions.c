/* SPDX-License-Identifier: MIT */
#include <stdatomic.h>

#include "grader/runner/harness.h"
#include "grader/runner/turns.h"

/* Parallel regions of OpenMP, as gcc makes them: a function that every thread
 * of the team calls. They are counted, and the threads take turns, but only
 * where the judge asks for it: what is timed goes straight on to OpenMP. */

typedef void region_function(void *data);

struct region {
    region_function *run;
    void *data;
};

static void run_in_turns(void *item)
{
    const struct region *region = item;
    turns_join();
    region->run(region->data);
}

/* @param[in,out] region  what every thread is to call.
 * @return what to give to OpenMP; its data is the region, if it is changed. */
static region_function *begin(struct region *region)
{
    struct board *board = harness_shared_board();
    if (board == NULL || atomic_load(&board->is_watched) == 0)
        return region->run;
    atomic_fetch_add(&board->n_regions, 1);
    return board->takes_turns != 0 ? run_in_turns : region->run;
}

/* A region by itself, or with a loop or sections that are shared out in it;
 * which are more arguments before the last. */
#define WRAP(name, types, arguments)                                           \
    void name(region_function *run, void *data, unsigned n_threads types,      \
        unsigned flags) __attribute__((weak));                                 \
    void __wrap_##name(region_function *run, void *data,                       \
        unsigned n_threads types, unsigned flags);                             \
    void __wrap_##name(region_function *run, void *data,                       \
        unsigned n_threads types, unsigned flags)                              \
    {                                                                          \
        struct region region = {run, data};                                    \
        region_function *const function = begin(&region);                      \
        name(function, function == run ? data : &region, n_threads arguments,  \
            flags);                                                            \
    }

#define NOTHING
#define LOOP_TYPES , long first, long end, long step, long chunk
#define LOOP_ARGUMENTS , first, end, step, chunk
#define RUNTIME_TYPES , long first, long end, long step
#define RUNTIME_ARGUMENTS , first, end, step
#define SECTIONS_TYPES , unsigned n_sections
#define SECTIONS_ARGUMENTS , n_sections

WRAP(GOMP_parallel, NOTHING, NOTHING)
WRAP(GOMP_parallel_loop_dynamic, LOOP_TYPES, LOOP_ARGUMENTS)
WRAP(GOMP_parallel_loop_guided, LOOP_TYPES, LOOP_ARGUMENTS)
WRAP(GOMP_parallel_loop_nonmonotonic_dynamic, LOOP_TYPES, LOOP_ARGUMENTS)
WRAP(GOMP_parallel_loop_nonmonotonic_guided, LOOP_TYPES, LOOP_ARGUMENTS)
WRAP(GOMP_parallel_loop_maybe_nonmonotonic_runtime, RUNTIME_TYPES,
    RUNTIME_ARGUMENTS)
WRAP(GOMP_parallel_sections, SECTIONS_TYPES, SECTIONS_ARGUMENTS)
