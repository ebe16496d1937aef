/* SPDX-License-Identifier: MIT */
#include "grader/judge/sleepers.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "grader/judge/tree.h"

/* A task that sleeps in the kernel does so in a function whose name says what
 * it waits for (/proc/PID/task/TID/wchan). A time or a signal may come by
 * itself; a lock, a pipe, a child's end come from another task. When all
 * tasks of a program wait for another one, it will never go on. */

#define LOOK_NS 50000000

/* Parts of names, as they differ from kernel to kernel. */
static const struct {
    const char *part;
    size_t kind; /* offset of the counter */
} kinds[] = {
    {"futex", offsetof(struct sleepers, n_locks)},
    {"sem", offsetof(struct sleepers, n_locks)},
    {"pipe_read", offsetof(struct sleepers, n_pipes)},
    {"pipe_write", offsetof(struct sleepers, n_pipes)},
    {"pipe_wait", offsetof(struct sleepers, n_pipes)},
    {"wait_for_partner", offsetof(struct sleepers, n_pipes)},
    {"unix_stream", offsetof(struct sleepers, n_pipes)},
    {"sock_alloc_send", offsetof(struct sleepers, n_pipes)},
    {"do_wait", offsetof(struct sleepers, n_children)},
};

bool sleepers_count(struct sleepers *sleepers, const char *waits_in)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strstr(waits_in, kinds[i].part) == NULL)
            continue;
        *(int *)((char *)sleepers + kinds[i].kind) += 1;
        sleepers->n_tasks++;
        return true;
    }
    return false;
}

static bool read_text(char *text, size_t room, pid_t pid, const char *task)
{
    char path[80];
    snprintf(path, sizeof path, "/proc/%d/task/%.20s/wchan", (int)pid, task);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t n = fd >= 0 ? read(fd, text, room - 1) : -1;
    if (fd >= 0)
        close(fd);
    text[n > 0 ? n : 0] = '\0';
    return n > 0;
}

/* @return false: one of its tasks waits for nobody. */
static bool count_process(struct sleepers *sleepers, pid_t pid)
{
    char path[40], waits_in[64];
    struct dirent *entry;
    bool all_wait = true;
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *folder = opendir(path);
    while (folder != NULL && all_wait && (entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.' &&
            read_text(waits_in, sizeof waits_in, pid, entry->d_name))
            all_wait = sleepers_count(sleepers, waits_in);
    if (folder != NULL)
        closedir(folder);
    return all_wait;
}

/* Times that any task was given a core. */
static uint64_t count_switches(const pid_t pids[], size_t n_pids)
{
    struct task_usage *tasks = NULL;
    size_t n_tasks = 0;
    uint64_t n = 0;
    for (size_t i = 0; i < n_pids; i++)
        tree_task_usage(pids[i], &tasks, &n_tasks);
    for (size_t i = 0; i < n_tasks; i++)
        n += tasks[i].switches;
    free(tasks);
    return n;
}

struct sleepers sleepers_find(const pid_t pids[], size_t n_pids)
{
    const struct timespec pause = {.tv_nsec = LOOK_NS};
    const struct sleepers none = {0};
    struct sleepers sleepers = none;
    const uint64_t n_switches = count_switches(pids, n_pids);
    nanosleep(&pause, NULL);
    for (size_t i = 0; i < n_pids; i++)
        if (!count_process(&sleepers, pids[i]))
            return none;
    return count_switches(pids, n_pids) == n_switches ? sleepers : none;
}
