/* SPDX-License-Identifier: MIT */
#include "grader/judge/machine.h"

#include <hwloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/file.h"

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

static void read_cores(struct machine *machine)
{
    cpu_set_t allowed;
    hwloc_topology_t topology;
    CPU_ZERO(&allowed);
    sched_getaffinity(0, sizeof allowed, &allowed);
    /* Graphics and accelerator drivers take long to look for. */
    setenv("HWLOC_COMPONENTS", "-gl,-opencl,-cuda,-nvml,-rsmi,-levelzero", 0);
    if (hwloc_topology_init(&topology) == 0) {
        hwloc_obj_t core = NULL;
        hwloc_topology_load(topology);
        while ((core = hwloc_get_next_obj_by_type(
                    topology, HWLOC_OBJ_CORE, core)) != NULL) {
            int first = -1;
            unsigned cpu;
            hwloc_bitmap_foreach_begin(cpu, core->cpuset)
            {
                if (cpu < CPU_SETSIZE && CPU_ISSET(cpu, &allowed)) {
                    first = first < 0 ? (int)cpu : first;
                    machine->threads++;
                }
            }
            hwloc_bitmap_foreach_end();
            if (first >= 0)
                machine->cpu_of_core[machine->cores++] = first;
        }
        machine->has_equal_cores = hwloc_cpukinds_get_nr(topology, 0) <= 1;
        hwloc_topology_destroy(topology);
    }
    /* Some virtual machines and containers show no core at all. */
    for (int cpu = 0; machine->threads == 0 && cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET(cpu, &allowed))
            machine->cpu_of_core[machine->cores++] = cpu;
    if (machine->threads == 0)
        machine->threads = machine->cores;
}

/* The quota of one cgroup folder in CPUs; 0 for none. */
static double quota_of(const char *folder)
{
    char path[4200];
    char line[64] = "";
    double quota, period;
    snprintf(path, sizeof path, "/sys/fs/cgroup%s/cpu.max", folder);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    const char *got = fgets(line, sizeof line, file);
    fclose(file);
    if (got == NULL || sscanf(line, "%lf %lf", &quota, &period) != 2)
        return 0; /* "max" */
    return quota / period;
}

/* The smallest quota of this process's cgroup (version 2) and its parents. */
static double read_quota(void)
{
    char line[4096] = "";
    double least = 0;
    FILE *file = fopen("/proc/self/cgroup", "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "0::", 3) == 0)
            break;
    if (file != NULL)
        fclose(file);
    if (strncmp(line, "0::/", 4) != 0)
        return 0;
    line[strcspn(line, "\n")] = '\0';
    char *folder = line + 3;
    for (;;) {
        const double quota = quota_of(folder);
        if (quota > 0 && (least == 0 || quota < least))
            least = quota;
        char *slash = strrchr(folder, '/');
        if (slash == NULL)
            return least;
        *slash = '\0';
    }
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
    machine.quota = read_quota();
    machine.workers_max = machine.cores;
    if (machine.quota > 0 && machine.quota < machine.cores)
        machine.workers_max = (int)fmax(1, floor(machine.quota));
    machine.memory_mib =
        (int)(sysconf(_SC_PHYS_PAGES) * (sysconf(_SC_PAGESIZE) / 1024) / 1024);
    machine.is_login_node = on_login_node();
    return &machine;
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

unsigned long long machine_stolen_ticks(void)
{
    unsigned long long stolen = 0;
    FILE *stat = fopen("/proc/stat", "re");
    if (stat == NULL)
        return 0;
    if (fscanf(stat, "cpu %*u %*u %*u %*u %*u %*u %*u %llu", &stolen) != 1)
        stolen = 0;
    fclose(stat);
    return stolen;
}
