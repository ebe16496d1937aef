/* SPDX-License-Identifier: MIT */
#include "grader/measure/loops.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/judge/machine.h"
#include "grader/judge/tree.h"

/* A process blocks in read() until it is told what to do, so nothing has to
 * be stopped between runs. Memory is touched first by who uses it, so that it
 * lies near that core. Work is counted in units that divide by any number of
 * workers well enough; what one process does alone is what all do together. */

enum {
    UNITS_OF_ROUND = 32768, /* compute: eight products each */
    BYTES_OF_ROUND = 1 << 20, /* memory: read and written */
    CACHES = 2, /* times the caches, so that next to nothing is kept */
    MEMORY_MIN_MIB = 32,
    MEMORY_MAX_MIB = 1024,
    START_LIMIT_MS = 30000,
    RUN_LIMIT_MS = 30000,
};

/* What a process is asked for. */
struct request {
    int kind;
    size_t units; /* compute: units; memory: bytes */
    size_t bytes; /* memory: size of the part that is streamed over */
};

struct worker {
    pid_t pid;
    int socket; /* this process's end */
};

struct loops {
    int n_workers;
    int n_started;
    size_t memory_bytes;
    struct worker workers[MEASURE_WORKERS_MAX];
};

/* Eight chains keep the multipliers busy. With one chain a core would mostly
 * wait for its own results, and two hardware threads of one core would look
 * like two cores. */
static uint64_t compute(size_t units)
{
    uint64_t x[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    for (size_t i = 0; i < units; i++)
        for (int k = 0; k < 8; k++)
            x[k] = x[k] * UINT64_C(6364136223846793005) + 1;
    return x[0] ^ x[1] ^ x[2] ^ x[3] ^ x[4] ^ x[5] ^ x[6] ^ x[7];
}

/* The triad a = b + s c over three thirds of a part of the memory, until as
 * many bytes as asked for have been passed over. */
static void stream(double *memory, size_t part_bytes, size_t bytes)
{
    const size_t n = part_bytes / sizeof(double) / 3;
    double *a = memory;
    const double *b = memory + n, *c = memory + 2 * n;
    size_t left = bytes / sizeof(double) / 3;
    while (left > 0) {
        const size_t m = left < n ? left : n;
        for (size_t i = 0; i < m; i++)
            a[i] = b[i] + 3 * c[i];
        __asm__ volatile("" : : "r"(a) : "memory");
        left -= m;
    }
}

/* Serve requests until the other end is closed. */
static void serve(int socket, double *memory)
{
    struct request request;
    volatile uint64_t kept;
    char byte = 'r';
    if (write(socket, &byte, 1) != 1)
        _exit(1);
    while (read(socket, &request, sizeof request) == sizeof request) {
        if (request.kind == LOOP_COMPUTE)
            kept = compute(request.units);
        else
            stream(memory, request.bytes, request.units);
        if (write(socket, &byte, 1) != 1)
            break;
    }
    (void)kept;
    _exit(0);
}

/* In the new process: bind it, and take and touch its memory. */
static void be_worker(int socket, int core, size_t bytes, pid_t parent)
{
    const cpu_set_t cpu = machine_cpu(core);
    double *memory = NULL;
    interrupt_reset_child();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent || sched_setaffinity(0, sizeof cpu, &cpu) != 0)
        _exit(1);
    if (bytes > 0) {
        memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED)
            _exit(1);
        for (size_t i = 0; i < bytes / sizeof *memory; i++)
            memory[i] = 1;
    }
    serve(socket, memory);
}

static size_t free_bytes(void)
{
    char line[128];
    unsigned long long kib = 0;
    FILE *info = fopen("/proc/meminfo", "re");
    while (info != NULL && fgets(line, sizeof line, info) != NULL)
        if (sscanf(line, "MemAvailable: %llu", &kib) == 1)
            break;
    if (info != NULL)
        fclose(info);
    return (size_t)kib * 1024;
}

/* The first process needs all of it and the others a share: together less
 * than twice as much, of which half of what is free is left to others. */
static size_t choose_memory(void)
{
    const size_t mib = 1 << 20, free_now = free_bytes();
    const size_t caches = machine_read()->cache_bytes;
    size_t bytes = CACHES * caches;
    if (bytes < MEMORY_MIN_MIB * mib)
        bytes = MEMORY_MIN_MIB * mib;
    if (bytes > MEMORY_MAX_MIB * mib)
        bytes = MEMORY_MAX_MIB * mib;
    if (bytes > free_now / 4)
        bytes = free_now / 4;
    return bytes > caches ? bytes : 0;
}

/* The part of the memory that one of the workers streams over. */
static size_t share_of(const struct loops *loops)
{
    return loops->memory_bytes / (size_t)loops->n_workers;
}

static int start_worker(struct loops *loops, int i, struct fail *fail)
{
    int ends[2];
    const pid_t parent = getpid();
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return fail_errno(fail, "no socket for a process of our own");
    const pid_t pid = fork();
    if (pid == 0) {
        for (int k = 0; k < i; k++)
            close(loops->workers[k].socket);
        close(ends[0]);
        be_worker(
            ends[1], i, i == 0 ? loops->memory_bytes : share_of(loops), parent);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return fail_errno(fail, "no process of our own can be started");
    }
    loops->workers[i] = (struct worker){pid, ends[0]};
    return 0;
}

/* Wait for a byte from each of the first workers.
 * @param[out] at_s  when it came. */
static int await(
    struct loops *loops, int n, int limit_ms, double at_s[], struct fail *fail)
{
    struct pollfd fds[MEASURE_WORKERS_MAX];
    char byte;
    for (int i = 0; i < n; i++)
        fds[i] = (struct pollfd){loops->workers[i].socket, POLLIN, 0};
    for (int n_left = n; n_left > 0;) {
        const int ready = interrupt_poll(fds, (nfds_t)n, limit_ms);
        const double arrival_s = clock_now_s();
        if (ready <= 0)
            return fail_set(fail, ready < 0 ? "stopped by a signal"
                                            : "a loop of our own takes far "
                                              "too long on this machine");
        for (int i = 0; i < n; i++) {
            if (fds[i].revents == 0)
                continue;
            if (read(fds[i].fd, &byte, 1) != 1)
                return fail_set(fail, "a process of our own has ended; is "
                                      "there enough memory?");
            at_s[i] = arrival_s;
            fds[i].fd = -1;
            n_left--;
        }
    }
    return 0;
}

struct loops *loops_start(int n_workers, struct fail *fail)
{
    struct loops *loops = mem_new(1, sizeof *loops);
    double at_s[MEASURE_WORKERS_MAX];
    int result = 0;
    loops->n_workers = n_workers;
    loops->memory_bytes = choose_memory();
    for (int i = 0; i < n_workers && result == 0; i++) {
        result = start_worker(loops, i, fail);
        loops->n_started += result == 0;
    }
    if (result == 0)
        result = await(loops, n_workers, START_LIMIT_MS, at_s, fail);
    if (result == 0)
        return loops;
    loops_end(loops);
    return NULL;
}

size_t loops_memory_bytes(const struct loops *loops)
{
    return loops->memory_bytes;
}

static struct task_usage usage_of(pid_t pid)
{
    struct task_usage usage = {0}, *tasks = NULL;
    size_t n = 0;
    tree_task_usage(pid, &tasks, &n);
    if (n > 0)
        usage = tasks[0];
    free(tasks);
    return usage;
}

int loops_run(struct loops *loops, enum loop_kind kind, bool is_shared,
    size_t n_rounds, struct part parts[], struct fail *fail)
{
    const int n = is_shared ? loops->n_workers : 1;
    const size_t of_round =
        kind == LOOP_COMPUTE ? UNITS_OF_ROUND : BYTES_OF_ROUND;
    const struct request request = {kind, n_rounds * of_round / (size_t)n,
        is_shared ? share_of(loops) : loops->memory_bytes};
    struct task_usage before[MEASURE_WORKERS_MAX];
    double go_s[MEASURE_WORKERS_MAX], done_s[MEASURE_WORKERS_MAX];
    for (int i = 0; i < n; i++)
        before[i] = usage_of(loops->workers[i].pid);
    for (int i = 0; i < n; i++) {
        go_s[i] = clock_now_s();
        if (write(loops->workers[i].socket, &request, sizeof request) < 0)
            return fail_errno(fail, "a process of our own cannot be reached");
    }
    if (await(loops, n, RUN_LIMIT_MS, done_s, fail) != 0)
        return -1;
    for (int i = 0; i < n; i++) {
        const struct task_usage after = usage_of(loops->workers[i].pid);
        parts[i] = (struct part){.seconds = done_s[i] - go_s[i],
            .cpu_s = (double)(after.cpu_ns - before[i].cpu_ns) * 1e-9,
            .delay_s = (double)(after.delay_ns - before[i].delay_ns) * 1e-9,
            .concurrency = 1,
            .switches = (long)(after.switches - before[i].switches)};
    }
    return 0;
}

void loops_end(struct loops *loops)
{
    if (loops == NULL)
        return;
    for (int i = 0; i < loops->n_started; i++) {
        kill(loops->workers[i].pid, SIGKILL);
        close(loops->workers[i].socket);
        waitpid(loops->workers[i].pid, NULL, 0);
    }
    free(loops);
}
