/* SPDX-License-Identifier: MIT */
#include "grader/runner/mpi_yield.h"

#include <dlfcn.h>
#include <sched.h>
#include <stdlib.h>

/* With more ranks than cores a rank that waits has to give its core up, or
 * the rank it waits for does not get one. Open MPI and newer releases of
 * MPICH do so when they are asked to; MPICH 4.0.2 spins for whole time slices
 * (8 ranks on 2 cores: 25 ms an allreduce instead of less than 0.1). As Debian
 * builds it, it looks for messages through UCX, by calling
 * ucp_worker_progress() of libucp until one is there. The one defined here is
 * found first; it does what the real one does, and yields when that was
 * nothing and PARLAB_YIELD is set.
 * A call of no more ranks than cores needs no yielding, and is slowed by the
 * system calls. Open MPI has a function that turns it off; it is not
 * documented, so where it is missing nothing is changed. */

static bool is_spinning;

void mpi_yield_set(bool yields)
{
    static bool (*set)(bool yields);
    static bool is_known;
    if (!is_known)
        *(void **)&set =
            dlsym(RTLD_DEFAULT, "opal_progress_set_yield_when_idle");
    is_known = true;
    if (set != NULL)
        set(yields);
    is_spinning = !yields;
}

unsigned ucp_worker_progress(void *worker);

unsigned ucp_worker_progress(void *worker)
{
    static unsigned (*real)(void *worker);
    static bool yields;
    if (real == NULL) {
        yields = getenv("PARLAB_YIELD") != NULL;
        *(void **)&real = dlsym(RTLD_NEXT, "ucp_worker_progress");
    }
    const unsigned n_events = real(worker);
    if (n_events == 0 && yields && !is_spinning)
        sched_yield();
    return n_events;
}
