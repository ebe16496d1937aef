/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_MACHINE_H
#define PARLAB_JUDGE_MACHINE_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>

/** @file What this machine lets this process use. */

/** The machine as seen from here. */
struct machine {
    char processor[128];
    int cores; /**< cores that may be used (affinity, cgroup cpuset) */
    int threads; /**< hardware threads of them */
    int online; /**< hardware threads of the machine */
    double quota; /**< CPUs of the cgroup quota; 0 for none */
    int workers_max; /**< workers that can run at once: cores within quota */
    bool has_equal_cores; /**< all of one kind, as far as can be told */
    int memory_mib;
    size_t cache_bytes; /**< of the last-level caches of these cores together;
                             0 when unknown */
    bool is_login_node; /**< Slurm is here, and this is no job of it */
    int cpu_of_core[CPU_SETSIZE]; /**< one hardware thread of each core */
};

/** Look at the machine. @return borrowed, read once. */
const struct machine *machine_read(void);

/** Say why no more than one worker can run at once, and what to do: half a
 *  sentence that can stand after "because". Pure.
 *  @param[out] text  @p room bytes; 160 are enough. */
void machine_why_one(const struct machine *machine, char *text, size_t room);

/** The set of the first @p n_workers cores (all, when there are fewer). */
cpu_set_t machine_cpus(int n_workers);

/** The set of one core. @param worker  counted round the cores. */
cpu_set_t machine_cpu(int worker);

/** Seconds of processor time that the host has taken from this (virtual)
 *  machine since it started, in steps of 0.01; 0 where the kernel does not
 *  say. */
double machine_stolen_s(void);

#endif
