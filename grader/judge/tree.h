/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_TREE_H
#define PARLAB_JUDGE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/** @file
 *  Processes as /proc shows them: who descends from whom, what they used.
 *  A snapshot; processes may come and go while it is made. */

/** One process. */
struct process {
    pid_t pid;
    pid_t parent;
    char state; /**< as in /proc/PID/stat: R, S, T, Z, … */
};

/** Processes at one moment, sorted by pid: this one and all that descend from
 *  it, and some others. */
struct tree {
    struct process *processes;
    size_t n_processes;
};

/** Take a snapshot. @return release with tree_free(). */
struct tree tree_read(void);
void tree_free(struct tree *tree);

/** Say whether @p pid is @p ancestor or descends from it. */
bool tree_descends(const struct tree *tree, pid_t pid, pid_t ancestor);

/** Say whether all threads of a process have stopped: its own state is that of
 *  its first thread only. */
bool tree_is_stopped(pid_t pid);

/** What a thread has used since it started. */
struct task_usage {
    pid_t tid;
    uint64_t cpu_ns;
    uint64_t delay_ns; /**< runnable, and did not run */
    uint64_t switches; /**< times that it was given a core */
};

/** Counters of all threads of a process, appended to an array.
 *  @param[in,out] tasks    array of mem_grow().
 *  @param[in,out] n_tasks  items in use. */
void tree_task_usage(pid_t pid, struct task_usage **tasks, size_t *n_tasks);

/** Page faults of a process and of those children of it that have ended and
 *  were waited for; 0 when they cannot be seen. */
uint64_t tree_faults(pid_t pid);

/** Open descriptors of a process; -1 when they cannot be seen. */
int tree_descriptors(pid_t pid);

#endif
