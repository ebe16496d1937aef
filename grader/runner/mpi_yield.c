/* SPDX-License-Identifier: MIT */
#include <dlfcn.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>

/* With more ranks than cores a rank that waits has to give its core up, or
 * the rank it waits for does not get one. Open MPI and newer releases of
 * MPICH do so when they are asked to; MPICH 4.0.2 spins for whole time slices
 * (8 ranks on 2 cores: 25 ms an allreduce instead of less than 0.1). As Debian
 * builds it, it looks for messages through UCX, by calling this function of
 * libucp until one is there. The one defined here is found
 * first; it does what the real one does, and yields when that was nothing.
 * Without PARLAB_YIELD, and so whenever something is timed, it only passes
 * the call on. */

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
    if (n_events == 0 && yields)
        sched_yield();
    return n_events;
}
