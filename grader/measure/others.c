/* SPDX-License-Identifier: MIT */
#include "grader/measure/others.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/base/mem.h"

/* /proc/PID/stat counts in clock ticks, which is fine enough for seconds.
 * What all programs together have used is counted by the kernel apart from
 * that, so processes that cannot be seen, or did not live to be seen, are
 * missed by name but not in sum. */

static bool read_process(const char *pid, struct other_process *process)
{
    char path[64], text[1024];
    unsigned long long user, system, started;
    int parent;
    snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
    FILE *file = fopen(path, "re");
    const size_t n = file != NULL ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file != NULL)
        fclose(file);
    text[n] = '\0';
    /* The name is in parentheses and may hold anything. */
    const char *name = strchr(text, '(');
    char *after = strrchr(text, ')');
    if (name == NULL || after == NULL || after < name ||
        sscanf(after + 1,
            " %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %*d %*d "
            "%*d %*d %*d %*d %llu",
            &parent, &user, &system, &started) != 4)
        return false;
    *after = '\0';
    *process = (struct other_process){.pid = (pid_t)strtol(pid, NULL, 10),
        .parent = parent,
        .started = started,
        .ticks = user + system};
    snprintf(process->name, sizeof process->name, "%s", name + 1);
    return true;
}

/* Processor time of all processors: user, nice, system, irq and softirq. */
static uint64_t read_busy(void)
{
    unsigned long long t[5] = {0};
    FILE *stat = fopen("/proc/stat", "re");
    if (stat == NULL)
        return 0;
    const int n = fscanf(stat, "cpu %llu %llu %llu %*u %*u %llu %llu", &t[0],
        &t[1], &t[2], &t[3], &t[4]);
    fclose(stat);
    return n == 5 ? t[0] + t[1] + t[2] + t[3] + t[4] : 0;
}

static int by_pid(const void *a, const void *b)
{
    const struct other_process *p = a, *q = b;
    return (p->pid > q->pid) - (p->pid < q->pid);
}

static struct other_snapshot look(void)
{
    struct other_snapshot seen = {
        .at_s = clock_now_s(), .busy_ticks = read_busy()};
    DIR *proc = opendir("/proc");
    struct dirent *entry;
    while (proc != NULL && (entry = readdir(proc)) != NULL) {
        struct other_process process;
        if (entry->d_name[0] < '0' || entry->d_name[0] > '9' ||
            !read_process(entry->d_name, &process))
            continue;
        seen.processes =
            mem_grow(seen.processes, seen.n_processes, sizeof process);
        seen.processes[seen.n_processes++] = process;
    }
    if (proc != NULL)
        closedir(proc);
    if (seen.n_processes > 0)
        qsort(seen.processes, seen.n_processes, sizeof *seen.processes, by_pid);
    return seen;
}

static const struct other_process *find(
    const struct other_snapshot *in, const struct other_process *process)
{
    const struct other_process *found = NULL;
    if (in->n_processes > 0)
        found = bsearch(
            process, in->processes, in->n_processes, sizeof *process, by_pid);
    return found != NULL && found->started == process->started ? found : NULL;
}

static void add_program(struct others *others, const char *name, uint64_t ticks)
{
    struct other_program *program = NULL;
    for (size_t i = 0; i < others->n_programs && program == NULL; i++)
        if (strcmp(others->programs[i].name, name) == 0)
            program = &others->programs[i];
    if (program == NULL) {
        others->programs =
            mem_grow(others->programs, others->n_programs, sizeof *program);
        program = &others->programs[others->n_programs++];
        *program = (struct other_program){0};
        snprintf(program->name, sizeof program->name, "%s", name);
    }
    program->ticks += ticks;
}

void others_add(struct others *others, const struct other_snapshot *before,
    const struct other_snapshot *after, pid_t self)
{
    others->seconds += after->at_s - before->at_s;
    if (after->busy_ticks > before->busy_ticks)
        others->busy_ticks += after->busy_ticks - before->busy_ticks;
    for (size_t i = 0; i < after->n_processes; i++) {
        const struct other_process *now = &after->processes[i];
        const struct other_process *then = find(before, now);
        const uint64_t base = then != NULL ? then->ticks : 0;
        const uint64_t ticks = now->ticks > base ? now->ticks - base : 0;
        if (now->pid == self || now->parent == self)
            others->own_ticks += ticks;
        else if (ticks > 0)
            add_program(others, now->name, ticks);
    }
}

struct others others_start(void)
{
    return (struct others){.last = look()};
}

void others_look(struct others *others)
{
    struct other_snapshot now = look();
    others_add(others, &others->last, &now, getpid());
    free(others->last.processes);
    others->last = now;
}

static int by_ticks(const void *a, const void *b)
{
    const struct other_program *p = a, *q = b;
    return (p->ticks < q->ticks) - (p->ticks > q->ticks);
}

void others_sort(struct others *others)
{
    if (others->n_programs > 0)
        qsort(others->programs, others->n_programs, sizeof *others->programs,
            by_ticks);
}

double others_share(const struct others *others, uint64_t ticks)
{
    if (others->seconds <= 0)
        return 0;
    return (double)ticks / (double)sysconf(_SC_CLK_TCK) / others->seconds;
}

double others_cores(const struct others *others)
{
    uint64_t named = 0;
    for (size_t i = 0; i < others->n_programs; i++)
        named += others->programs[i].ticks;
    const uint64_t rest = others->busy_ticks > others->own_ticks
                              ? others->busy_ticks - others->own_ticks
                              : 0;
    return others_share(others, rest > named ? rest : named);
}

void others_free(struct others *others)
{
    free(others->last.processes);
    free(others->programs);
    *others = (struct others){0};
}
