/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* for sets of cores */
#include "examples.h"

#include <sched.h>

/* Give each worker a core of its own. Called by a thread that has none. */

//> show wrong
void pin_wrong(pthread_t thread, int worker)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET((size_t)worker, &one);
    pthread_setaffinity_np(thread, sizeof one, &one);
}
//> end show

//> show right
void pin_right(pthread_t thread, int worker)
{
    cpu_set_t given, one;
    sched_getaffinity(0, sizeof given, &given);
    const int wanted = worker % CPU_COUNT(&given);
    int core = 0;
    for (int seen = 0; seen <= wanted; core++)
        seen += CPU_ISSET((size_t)core, &given) != 0;
    CPU_ZERO(&one);
    CPU_SET((size_t)core - 1, &one);
    pthread_setaffinity_np(thread, sizeof one, &one);
}
//> end show
