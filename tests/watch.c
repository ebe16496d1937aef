/* SPDX-License-Identifier: MIT */
#include "tests/watch.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Processor time is read from the process when it has ended and is not yet
 * reaped: what its children used is not in it then. Memory is looked at every
 * few milliseconds, since the kernel keeps no peak without shared pages: a
 * peak that is shorter may be missed. */

enum { LOOK_NS = 2000000 };

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Private memory of a process in KiB, pages of files included. */
static long private_kib(pid_t pid)
{
    char path[64], line[128];
    long kib, sum = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "RssAnon: %ld", &kib) == 1 ||
            sscanf(line, "RssFile: %ld", &kib) == 1)
            sum += kib;
    if (file != NULL)
        fclose(file);
    return sum;
}

/* The first number is the time on a processor, in nanoseconds; parlab has
 * one thread. */
static double own_cpu_s(pid_t pid)
{
    char path[64];
    unsigned long long ns = 0;
    snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    if (fscanf(file, "%llu", &ns) != 1)
        ns = 0;
    fclose(file);
    return (double)ns * 1e-9;
}

/* Wait until a process has ended, and leave it to be reaped.
 * @return its peak of memory in KiB; 0 when that is not looked at. */
static long await(pid_t pid, bool has_memory)
{
    siginfo_t ended = {0};
    long peak_kib = 0;
    const int look = WEXITED | WNOWAIT | (has_memory ? WNOHANG : 0);
    for (;;) {
        waitid(P_PID, (id_t)pid, &ended, look);
        if (ended.si_pid != 0)
            return peak_kib;
        const long kib = private_kib(pid);
        peak_kib = kib > peak_kib ? kib : peak_kib;
        nanosleep(&(struct timespec){.tv_nsec = LOOK_NS}, NULL);
    }
}

static struct watched watch(const char *const argv[], bool has_memory)
{
    struct watched watched = {.code = -1};
    int status;
    fflush(NULL);
    const double start_s = now_s();
    const pid_t pid = fork();
    if (pid == 0) {
        const int null = open("/dev/null", O_RDWR);
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    if (pid < 0)
        return watched;
    const long peak_kib = await(pid, has_memory);
    watched.seconds = now_s() - start_s;
    watched.own_cpu_s = own_cpu_s(pid);
    watched.own_peak_mib = (double)peak_kib / 1024;
    if (waitpid(pid, &status, 0) == pid)
        watched.code =
            WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return watched;
}

struct watched watch_run(const char *const argv[])
{
    return watch(argv, false);
}

struct watched watch_memory(const char *const argv[])
{
    return watch(argv, true);
}
