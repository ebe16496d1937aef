/* SPDX-License-Identifier: MIT */
/* What hostile specimens share; first in them, as it says which interfaces
 * of the system are wanted. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <omp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Seconds of a clock that only goes forward. */
static inline double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Be busy, for that long. */
static inline void spin(double seconds)
{
    const double end_s = now_s() + seconds;
    while (now_s() < end_s)
        ;
}

/* Every specimen that could go on for ever ends by itself after some time,
 * should nobody else end it: this one process after so many seconds. */
static inline void end_after(unsigned seconds)
{
    alarm(seconds);
}

/* Whether this runner is one that is timed: where it is not, threads of OpenMP
 * that wait go to sleep. A cheat behaves well everywhere else. */
static inline int is_timed(void)
{
    return getenv("GOMP_SPINCOUNT") == NULL;
}

/* Whether nothing was written to an output since the judge prepared it. */
static inline int is_fresh(const double *out)
{
    unsigned char pattern[sizeof *out];
    memset(pattern, 0x5A, sizeof pattern);
    return memcmp(out, pattern, sizeof pattern) == 0;
}

/* Whether a file can be opened and gives a byte. */
static inline int can_read(const char *path)
{
    char byte;
    const int fd = open(path, O_RDONLY);
    const int works = fd >= 0 && read(fd, &byte, 1) == 1;
    if (fd >= 0)
        close(fd);
    return works;
}

/* Call a function for every process that can be seen and is not this one.
 * @return 1 as soon as it has returned something else than 0; else 0. */
static inline int any_process(int (*works)(pid_t pid))
{
    struct dirent *entry;
    DIR *proc = opendir("/proc");
    int result = 0;
    while (!result && proc != NULL && (entry = readdir(proc)) != NULL) {
        const pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid > 0 && pid != getpid())
            result = works(pid) != 0;
    }
    if (proc != NULL)
        closedir(proc);
    return result;
}
