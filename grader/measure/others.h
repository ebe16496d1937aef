/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_MEASURE_OTHERS_H
#define PARLAB_MEASURE_OTHERS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/** @file
 *  Who else uses the processors: what all processes that can be seen have
 *  used, looked at now and then, and added up by their names. */

/** What one process had used at one moment. */
struct other_process {
    pid_t pid;
    pid_t parent;
    uint64_t started; /**< tells processes apart that had the same pid */
    uint64_t ticks; /**< clock ticks of processor time */
    char name[20]; /**< as the process calls itself: hostile bytes */
};

/** All of them, sorted by pid. */
struct other_snapshot {
    double at_s; /**< CLOCK_MONOTONIC */
    uint64_t busy_ticks; /**< of all processors, by anybody */
    struct other_process *processes;
    size_t n_processes;
};

/** What programs of one name have used. */
struct other_program {
    char name[20];
    uint64_t ticks;
};

/** What was seen since others_start(). */
struct others {
    struct other_snapshot last;
    struct other_program *programs; /**< those of others */
    size_t n_programs;
    uint64_t own_ticks; /**< of this process and its children */
    uint64_t busy_ticks; /**< by anybody */
    double seconds;
};

/** Take the first look. @return release with others_free(). */
struct others others_start(void);

/** Look again: add what was used since the last look. What a process used
 *  that came and went between two looks is in busy_ticks alone. */
void others_look(struct others *others);

/** Add what was used between two snapshots. Pure but for @p others.
 *  @param self  this process: what it and its children use is its own. */
void others_add(struct others *others, const struct other_snapshot *before,
    const struct other_snapshot *after, pid_t self);

/** Sort the programs, the greediest first. */
void others_sort(struct others *others);

/** Cores' worth of processor time that others used, on average: all that was
 *  used and is not our own. */
double others_cores(const struct others *others);

/** The same of some ticks. */
double others_share(const struct others *others, uint64_t ticks);

void others_free(struct others *others);

#endif
