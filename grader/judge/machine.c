/* SPDX-License-Identifier: MIT */
#include "grader/judge/machine.h"

#include <errno.h>
#include <hwloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/fail.h"
#include "grader/base/file.h"
#include "grader/judge/quota.h"

/* Cores, not hyper-threads: two threads of one core share its arithmetic,
 * so copies on them would make a poor yardstick. hwloc leaves out what this
 * process is not allowed to use. */

static void read_processor(struct machine *machine)
{
    strcpy(machine->processor, "unknown");
    FILE *info = fopen("/proc/cpuinfo", "re");
    char line[256];
    while (info != NULL && fgets(line, sizeof line, info) != NULL) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, "model name", 10) != 0 || colon == NULL)
            continue;
        snprintf(machine->processor, sizeof machine->processor, "%.*s",
            (int)strcspn(colon + 2, "\n"), colon + 2);
        break;
    }
    if (info != NULL)
        fclose(info);
}

/* One hardware thread of a core that this process may use. */
static void add_core(
    struct machine *machine, const cpu_set_t *allowed, hwloc_obj_t core)
{
    int first = -1;
    unsigned cpu;
    hwloc_bitmap_foreach_begin(cpu, core->cpuset)
    {
        if (cpu < CPU_SETSIZE && CPU_ISSET(cpu, allowed)) {
            first = first < 0 ? (int)cpu : first;
            machine->threads++;
        }
    }
    hwloc_bitmap_foreach_end();
    if (first >= 0)
        machine->cpu_of_core[machine->cores++] = first;
}

/* The last-level cache that a core uses, unless the core before it, which
 * may use the same, has had it counted.
 * @param[in,out] last  the one that was counted last. */
static void add_cache(
    struct machine *machine, hwloc_obj_t core, hwloc_obj_t *last)
{
    hwloc_obj_t cache = NULL;
    for (hwloc_obj_t at = core; at != NULL; at = at->parent)
        if (hwloc_obj_type_is_dcache(at->type))
            cache = at;
    if (cache != NULL && cache != *last)
        machine->cache_bytes += cache->attr->cache.size;
    *last = cache;
}

static void read_cores(struct machine *machine)
{
    cpu_set_t allowed;
    hwloc_topology_t topology;
    CPU_ZERO(&allowed);
    sched_getaffinity(0, sizeof allowed, &allowed);
    /* Graphics and accelerator drivers take long to look for. */
    setenv("HWLOC_COMPONENTS", "-gl,-opencl,-cuda,-nvml,-rsmi,-levelzero", 0);
    if (hwloc_topology_init(&topology) != 0 ||
        hwloc_topology_load(topology) != 0)
        fail_grader(
            "hwloc cannot read this machine's cores: %s", strerror(errno));
    hwloc_obj_t core = NULL, cache = NULL;
    while ((core = hwloc_get_next_obj_by_type(
                topology, HWLOC_OBJ_CORE, core)) != NULL) {
        const int n_cores = machine->cores;
        add_core(machine, &allowed, core);
        if (machine->cores > n_cores)
            add_cache(machine, core, &cache);
    }
    machine->has_equal_cores = hwloc_cpukinds_get_nr(topology, 0) <= 1;
    hwloc_topology_destroy(topology);
    /* Some virtual machines and containers show no core at all. */
    for (int cpu = 0; machine->threads == 0 && cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, &allowed))
            machine->cpu_of_core[machine->cores++] = cpu;
    if (machine->threads == 0)
        machine->threads = machine->cores;
}

static bool on_login_node(void)
{
    char *sbatch = file_find_program("sbatch");
    const bool has_slurm = sbatch != NULL;
    free(sbatch);
    return has_slurm && getenv("SLURM_JOB_ID") == NULL;
}

const struct machine *machine_read(void)
{
    static struct machine machine;
    if (machine.cores > 0)
        return &machine;
    read_processor(&machine);
    read_cores(&machine);
    machine.quota = quota_read("");
    machine.online = (int)sysconf(_SC_NPROCESSORS_ONLN);
    machine.workers_max = machine.cores;
    if (machine.quota > 0 && machine.quota < machine.cores)
        machine.workers_max = (int)fmax(1, floor(machine.quota));
    machine.memory_mib =
        (int)(sysconf(_SC_PHYS_PAGES) * (sysconf(_SC_PAGESIZE) / 1024) / 1024);
    machine.is_login_node = on_login_node();
    return &machine;
}

void machine_why_one(const struct machine *machine, char *text, size_t room)
{
    if (machine->workers_max > 1)
        snprintf(text, room, "one worker was asked for");
    else if (machine->cores > 1)
        snprintf(text, room,
            "the system grants %.3g CPU%s of these %d cores (a quota), so no "
            "two workers can run all the time; ask for 2 CPUs",
            machine->quota, machine->quota == 1 ? "" : "s", machine->cores);
    else if (machine->threads > 1)
        snprintf(text, room,
            "the %d processors that may be used here are threads of one core "
            "and share its arithmetic; run it where there are two cores",
            machine->threads);
    else if (machine->online > 1)
        snprintf(text, room,
            "only one of this machine's %d processors may be used here "
            "(taskset, a cpuset, or a job with one core); ask for two cores",
            machine->online);
    else
        snprintf(text, room,
            "this machine has one core; run it on one with two or more");
}

cpu_set_t machine_cpus(int n_workers)
{
    const struct machine *machine = machine_read();
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    for (int i = 0; i < n_workers && i < machine->cores; i++)
        CPU_SET(machine->cpu_of_core[i], &cpus);
    return cpus;
}

cpu_set_t machine_cpu(int worker)
{
    const struct machine *machine = machine_read();
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    CPU_SET(machine->cpu_of_core[worker % machine->cores], &cpus);
    return cpus;
}

double machine_stolen_s(void)
{
    unsigned long long stolen = 0;
    FILE *stat = fopen("/proc/stat", "re");
    if (stat == NULL)
        return 0;
    if (fscanf(stat, "cpu %*u %*u %*u %*u %*u %*u %*u %llu", &stolen) != 1)
        stolen = 0;
    fclose(stat);
    return (double)stolen / (double)sysconf(_SC_CLK_TCK);
}
