/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_SLEEPERS_H
#define PARLAB_JUDGE_SLEEPERS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/** @file Whether all of a program's tasks sleep, and what they wait for. */

/** Tasks that wait, by what ends it. */
struct sleepers {
    int n_tasks; /**< 0: some task is at work, or waits for time to pass */
    int n_locks; /**< of them for a mutex, a semaphore, a barrier, a join */
    int n_pipes; /**< to read from a pipe or socket, or to write to one */
    int n_children; /**< for a child process to end */
};

/** Look twice at all tasks of some processes.
 *  @param pids  @p n_pids of them; those that have ended are left out
 *  @return what they wait for, if each of them waits for another, and none
 *          had a core in between; else all zero, as where the kernel does not
 *          tell. Takes 50 ms. */
struct sleepers sleepers_find(const pid_t pids[], size_t n_pids);

/** The kernel's name of a function in which a task sleeps, counted.
 *  @return false: it is none of those that wait for another task. Pure. */
bool sleepers_count(struct sleepers *sleepers, const char *waits_in);

#endif
