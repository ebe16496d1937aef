/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

/* slow_core CPU TASKS: move every thread that is bound to that one processor
 * into a control group of version 1, TASKS being the group's file of threads.
 * With a quota on the group the processor looks as if it were slower than the
 * others, to whatever descends from this program's parent; all else on the
 * machine is left alone. Goes on until it is ended or its parent ends. */

static bool is_bound_to(pid_t tid, int cpu)
{
    cpu_set_t set;
    return sched_getaffinity(tid, sizeof set, &set) == 0 &&
           CPU_COUNT(&set) == 1 && CPU_ISSET(cpu, &set);
}

/* @return 0: it cannot be told. */
static pid_t parent_of(pid_t pid)
{
    char path[64], text[1024];
    int parent = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    const size_t n = file != NULL ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file != NULL)
        fclose(file);
    text[n] = '\0';
    const char *after = strrchr(text, ')');
    if (after != NULL && sscanf(after + 1, " %*c %d", &parent) != 1)
        parent = 0;
    return parent;
}

static bool descends(pid_t pid, pid_t ancestor)
{
    for (int steps = 0; pid > 1 && steps < 100; steps++) {
        if (pid == ancestor)
            return true;
        pid = parent_of(pid);
    }
    return false;
}

static void move(const char *tasks, const char *tid)
{
    FILE *file = fopen(tasks, "we");
    if (file == NULL)
        return;
    fputs(tid, file);
    fclose(file);
}

static void look_at(const char *pid, int cpu, const char *tasks)
{
    char path[300];
    if (!descends((pid_t)strtol(pid, NULL, 10), getppid()))
        return;
    snprintf(path, sizeof path, "/proc/%s/task", pid);
    DIR *folder = opendir(path);
    for (struct dirent *e; folder != NULL && (e = readdir(folder)) != NULL;)
        if (e->d_name[0] != '.' &&
            is_bound_to((pid_t)strtol(e->d_name, NULL, 10), cpu))
            move(tasks, e->d_name);
    if (folder != NULL)
        closedir(folder);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    const int cpu = (int)strtol(argv[1], NULL, 10);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;) {
        DIR *proc = opendir("/proc");
        for (struct dirent *e; proc != NULL && (e = readdir(proc)) != NULL;)
            if (e->d_name[0] >= '1' && e->d_name[0] <= '9')
                look_at(e->d_name, cpu, argv[2]);
        if (proc != NULL)
            closedir(proc);
        nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
    }
}
