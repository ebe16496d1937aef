/* SPDX-License-Identifier: MIT */
#include "grader/runner/cores.h"

#include <sched.h>

/* What is timed has the threads of OpenMP bound to a core each. OpenMP binds
 * the first of them, which is the process's own, as soon as its library is
 * loaded. Threads and children that the candidate makes by other means would
 * all inherit that one core; and where only they could leave it, one of them
 * would still begin there, and keep this thread from making the next. So the
 * cores of the job are noted before any library starts, and given back to a
 * thread that is found bound as the library did it, not by the candidate. */

static cpu_set_t all, bound;

static cpu_set_t cores_now(void)
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    sched_getaffinity(0, sizeof cores, &cores);
    return cores;
}

static void note_all(void)
{
    all = cores_now();
}

__attribute__((section(".preinit_array"), used)) static void (*const note)(
    void) = note_all;

__attribute__((constructor)) static void note_bound(void)
{
    bound = cores_now();
}

void cores_free(void)
{
    if (CPU_EQUAL(&bound, &all))
        return;
    const cpu_set_t cores = cores_now();
    if (CPU_EQUAL(&cores, &bound))
        sched_setaffinity(0, sizeof all, &all);
}
