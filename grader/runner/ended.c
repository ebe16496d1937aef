/* SPDX-License-Identifier: MIT */
#include "grader/runner/harness.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

#include "grader/runner/cores.h"
#include "grader/runner/order.h"

/* A worker that has ended takes its counters with it: the kernel keeps the
 * time that a thread or process waited for a core only as long as it is
 * there. So the candidate's own calls of pthread_create and of the wait
 * family come here (the linker's --wrap), and the counters are read just
 * before they go: a thread reads its own when it ends, a child's are read
 * while it is a zombie. Otherwise the calls do what they always do, but for the
 * cores of threads, see cores.c. */

/* The contents of a schedstat file: nanoseconds on a core, nanoseconds waiting
 * for one, times that it was given one. */
static int read_schedstat(const char *path, unsigned long long numbers[3])
{
    char text[128];
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    const ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    if (n <= 0)
        return -1;
    text[n] = '\0';
    const int n_read =
        sscanf(text, "%llu %llu %llu", &numbers[0], &numbers[1], &numbers[2]);
    return n_read == 3 ? 0 : -1;
}

/* Processor time of the calling thread. The file has that of a thread that
 * runs as it was at the last tick of the clock, milliseconds ago. */
static unsigned long long own_cpu_ns(void)
{
    struct timespec used = {0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (unsigned long long)used.tv_sec * 1000000000u +
           (unsigned long long)used.tv_nsec;
}

/* @param is_own  of the calling thread, which still runs. */
static void note_ended(const char *path, bool is_own)
{
    struct board *board = harness_shared_board();
    unsigned long long numbers[3];
    const int error = errno;
    if (board != NULL && read_schedstat(path, numbers) == 0) {
        if (is_own)
            numbers[0] = own_cpu_ns();
        uint64_t slot = atomic_fetch_add(&board->n_ended, 1);
        if (slot >= BOARD_ENDED_MAX)
            slot = BOARD_ENDED_MAX - 1;
        atomic_fetch_add(&board->ended[slot].cpu_ns, numbers[0]);
        atomic_fetch_add(&board->ended[slot].delay_ns, numbers[1]);
        atomic_fetch_add(&board->ended[slot].switches, numbers[2]);
    }
    errno = error;
}

static void note_ended_process(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
    note_ended(path, false);
}

pid_t __wrap_wait4(pid_t pid, int *status, int options, struct rusage *usage);
pid_t __wrap_wait3(int *status, int options, struct rusage *usage);
pid_t __wrap_waitpid(pid_t pid, int *status, int options);
pid_t __wrap_wait(int *status);
int __wrap_waitid(idtype_t type, id_t id, siginfo_t *info, int options);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
    void *(*start)(void *), void *argument);

/* Which children wait4() means by its first argument. */
static id_t children_meant(pid_t pid, idtype_t *type)
{
    if (pid > 0) {
        *type = P_PID;
        return (id_t)pid;
    }
    *type = pid == -1 ? P_ALL : P_PGID;
    return pid == -1 ? 0 : pid == 0 ? (id_t)getpgrp() : (id_t)-pid;
}

pid_t __wrap_wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
    siginfo_t ended = {0};
    idtype_t type;
    const id_t id = children_meant(pid, &type);
    const int look = WEXITED | WNOWAIT | (options & WNOHANG);
    if ((options & WUNTRACED) == 0 && waitid(type, id, &ended, look) != 0 &&
        errno == EINTR)
        return -1;
    if (ended.si_pid > 0) {
        note_ended_process(ended.si_pid);
        pid = ended.si_pid; /* this one, not another that ends meanwhile */
    }
    return wait4(pid, status, options, usage);
}

pid_t __wrap_wait3(int *status, int options, struct rusage *usage)
{
    return __wrap_wait4(-1, status, options, usage);
}

pid_t __wrap_waitpid(pid_t pid, int *status, int options)
{
    return __wrap_wait4(pid, status, options, NULL);
}

pid_t __wrap_wait(int *status)
{
    return __wrap_wait4(-1, status, 0, NULL);
}

int __wrap_waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
    siginfo_t ended = {0};
    if ((options & WNOWAIT) == 0 && (options & WEXITED) != 0 &&
        waitid(type, id, &ended, options | WNOWAIT) == 0 && ended.si_pid > 0)
        note_ended_process(ended.si_pid);
    return waitid(type, id, info, options);
}

struct start {
    void *(*run)(void *);
    void *argument;
    uint32_t worker;
};

static void note_this_thread(void *unused)
{
    (void)unused;
    note_ended("/proc/thread-self/schedstat", true);
}

static void *run_thread(void *item)
{
    const struct start start = *(struct start *)item;
    void *result;
    free(item);
    order_wait(start.worker);
    pthread_cleanup_push(note_this_thread, NULL);
    result = start.run(start.argument);
    pthread_cleanup_pop(1);
    return result;
}

int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
    void *(*start)(void *), void *argument)
{
    struct start *item = malloc(sizeof *item);
    if (item == NULL)
        return EAGAIN;
    *item = (struct start){start, argument, order_next()};
    cores_free();
    const int error = pthread_create(thread, attributes, run_thread, item);
    if (error != 0)
        free(item);
    return error;
}

/* The same for threads of the C standard's own. */
struct standard_start {
    thrd_start_t run;
    void *argument;
    uint32_t worker;
};

static int run_standard_thread(void *item)
{
    const struct standard_start start = *(struct standard_start *)item;
    int result;
    free(item);
    order_wait(start.worker);
    pthread_cleanup_push(note_this_thread, NULL);
    result = start.run(start.argument);
    pthread_cleanup_pop(1);
    return result;
}

int __wrap_thrd_create(thrd_t *thread, thrd_start_t start, void *argument);

int __wrap_thrd_create(thrd_t *thread, thrd_start_t start, void *argument)
{
    struct standard_start *item = malloc(sizeof *item);
    if (item == NULL)
        return thrd_nomem;
    *item = (struct standard_start){start, argument, order_next()};
    cores_free();
    const int result = thrd_create(thread, run_standard_thread, item);
    if (result != thrd_success)
        free(item);
    return result;
}
