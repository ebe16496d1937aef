/* SPDX-License-Identifier: MIT */
#include "grader/judge/tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/base/fail.h"
#include "grader/base/mem.h"

/* Everything is read with plain open and read: these files are looked at
 * between timed parts, so the look should be short. What cannot be read though
 * it is there ends the grader: nothing here is ever taken for "none". */

/* Open a folder below /proc. @return NULL: the process has ended. */
static DIR *open_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        fail_unless_absent(path);
    return folder;
}

/* Read a small file below /proc. @return bytes read, NUL-terminated; -1. */
static ssize_t read_small(const char *path, char *text, size_t room)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        fail_unless_absent(path);
        return -1;
    }
    const ssize_t n = read(fd, text, room - 1);
    close(fd);
    if (n >= 0)
        text[n] = '\0';
    return n;
}

/* A process or thread, from its file "stat".
 * @param[out] n_threads  of the whole process. */
static bool read_stat(const char *path, struct process *process, int *n_threads)
{
    char text[512];
    if (read_small(path, text, sizeof text) <= 0)
        return false;
    /* The command's name is in parentheses and may hold anything. */
    const char *after = strrchr(text, ')');
    return after != NULL && sscanf(text, "%d", &process->pid) == 1 &&
           sscanf(after + 1,
               " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d "
               "%*d %*d %d",
               &process->state, &process->parent, n_threads) == 3;
}

/* The state of a process whose first thread has ended and others have not:
 * that of one of those, one that runs if there is any. */
static char state_of_others(const char *name)
{
    char path[96];
    char state = 'Z';
    struct dirent *entry;
    snprintf(path, sizeof path, "/proc/%.20s/task", name);
    DIR *folder = opendir(path);
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        struct process thread;
        int n_threads;
        snprintf(path, sizeof path, "/proc/%.20s/task/%.20s/stat", name,
            entry->d_name);
        if (entry->d_name[0] == '.' || !read_stat(path, &thread, &n_threads) ||
            strchr("ZX", thread.state) != NULL)
            continue;
        if (state == 'Z' || strchr("Tt", thread.state) == NULL)
            state = thread.state;
    }
    if (folder != NULL)
        closedir(folder);
    return state;
}

static bool read_process(const char *name, struct process *process)
{
    char path[64];
    int n_threads;
    snprintf(path, sizeof path, "/proc/%.20s/stat", name);
    if (!read_stat(path, process, &n_threads))
        return false;
    if (process->state == 'Z' && n_threads > 1)
        process->state = state_of_others(name);
    return true;
}

bool tree_is_stopped(pid_t pid)
{
    char path[96], text[512];
    struct dirent *entry;
    bool are_all = true;
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *folder = opendir(path);
    while (folder != NULL && are_all && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "/proc/%d/task/%.20s/stat", (int)pid,
            entry->d_name);
        if (read_small(path, text, sizeof text) <= 0)
            continue;
        const char *after = strrchr(text, ')');
        char state = 'R';
        if (after != NULL && sscanf(after + 1, " %c", &state) == 1)
            are_all = strchr("TtZXD", state) != NULL;
    }
    if (folder != NULL)
        closedir(folder);
    return are_all;
}

static int by_pid(const void *a, const void *b)
{
    const struct process *p = a, *q = b;
    return (p->pid > q->pid) - (p->pid < q->pid);
}

enum kinship { KIN_OURS, KIN_OTHERS, KIN_UNKNOWN };

/* Follow parents to an ancestor or to the first process. */
static enum kinship kinship(const struct tree *tree, pid_t pid, pid_t ancestor)
{
    /* Pids are reused, so a snapshot may hold a cycle: bounded steps. */
    for (int steps = 0; steps < 1000; steps++) {
        const struct process key = {.pid = pid};
        if (pid == ancestor)
            return KIN_OURS;
        if (pid <= 1)
            return KIN_OTHERS;
        const struct process *found =
            tree->n_processes == 0 ? NULL
                                   : bsearch(&key, tree->processes,
                                         tree->n_processes, sizeof key, by_pid);
        if (found == NULL)
            return KIN_UNKNOWN;
        pid = found->parent;
    }
    return KIN_UNKNOWN;
}

/* Processes that do not descend from this one, sorted. Whose parents are all
 * known, and others', was never ours, so for a short while it need not be
 * looked at again: on a machine with hundreds of processes that is nearly all
 * of the work. Not for long, since numbers are given to others. */
static struct {
    pid_t *pids;
    size_t n;
    double until_s;
} strangers;
#define STRANGERS_SECONDS 0.2

static int by_number(const void *a, const void *b)
{
    const pid_t p = *(const pid_t *)a, q = *(const pid_t *)b;
    return (p > q) - (p < q);
}

static bool is_stranger(const char *name)
{
    const pid_t pid = (pid_t)strtol(name, NULL, 10);
    return strangers.n > 0 && bsearch(&pid, strangers.pids, strangers.n,
                                  sizeof pid, by_number) != NULL;
}

static void note_strangers(const struct tree *all)
{
    free(strangers.pids);
    strangers.pids = mem_new(all->n_processes + 1, sizeof *strangers.pids);
    strangers.n = 0;
    for (size_t i = 0; i < all->n_processes; i++)
        if (kinship(all, all->processes[i].pid, getpid()) == KIN_OTHERS)
            strangers.pids[strangers.n++] = all->processes[i].pid;
}

struct tree tree_read(void)
{
    struct tree tree = {0};
    struct dirent *entry;
    const bool is_full = clock_now_s() > strangers.until_s;
    DIR *proc = open_folder("/proc");
    while (proc != NULL && (entry = readdir(proc)) != NULL) {
        struct process process;
        if (entry->d_name[0] < '0' || entry->d_name[0] > '9' ||
            (!is_full && is_stranger(entry->d_name)) ||
            !read_process(entry->d_name, &process))
            continue;
        tree.processes =
            mem_grow(tree.processes, tree.n_processes, sizeof *tree.processes);
        tree.processes[tree.n_processes++] = process;
    }
    if (proc != NULL)
        closedir(proc);
    if (tree.n_processes > 0)
        qsort(tree.processes, tree.n_processes, sizeof *tree.processes, by_pid);
    if (is_full) {
        note_strangers(&tree);
        strangers.until_s = clock_now_s() + STRANGERS_SECONDS;
    }
    return tree;
}

void tree_free(struct tree *tree)
{
    free(tree->processes);
    *tree = (struct tree){0};
}

bool tree_descends(const struct tree *tree, pid_t pid, pid_t ancestor)
{
    return kinship(tree, pid, ancestor) == KIN_OURS;
}

void tree_task_usage(pid_t pid, struct task_usage **tasks, size_t *n_tasks)
{
    char path[96], text[128];
    struct dirent *entry;
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *folder = open_folder(path);
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        unsigned long long cpu, delay, switches;
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "/proc/%d/task/%.20s/schedstat", (int)pid,
            entry->d_name);
        if (read_small(path, text, sizeof text) <= 0 ||
            sscanf(text, "%llu %llu %llu", &cpu, &delay, &switches) != 3)
            continue;
        *tasks = mem_grow(*tasks, *n_tasks, sizeof **tasks);
        (*tasks)[(*n_tasks)++] = (struct task_usage){
            (pid_t)strtol(entry->d_name, NULL, 10), cpu, delay, switches};
    }
    if (folder != NULL)
        closedir(folder);
}

uint64_t tree_faults(pid_t pid)
{
    char path[64], text[512];
    unsigned long long faults[4] = {0}; /* minor, of children, major, … */
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    if (read_small(path, text, sizeof text) <= 0)
        return 0;
    const char *after = strrchr(text, ')');
    if (after == NULL ||
        sscanf(after + 1, " %*c %*d %*d %*d %*d %*d %*u %llu %llu %llu %llu",
            &faults[0], &faults[1], &faults[2], &faults[3]) != 4)
        return 0;
    return faults[0] + faults[1] + faults[2] + faults[3];
}

int tree_descriptors(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *folder = open_folder(path);
    if (folder == NULL)
        return -1;
    int n = 0;
    for (struct dirent *e; (e = readdir(folder)) != NULL;)
        n += e->d_name[0] != '.';
    closedir(folder);
    return n;
}
