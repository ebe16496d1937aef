/* SPDX-License-Identifier: MIT */
#include "grader/judge/job_private.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/interrupt.h"
#include "grader/base/mem.h"

/* A debugger holds a runner that has said "ready" and waits for "go", so it
 * is there before the candidate is called. From then on the user decides how
 * long anything takes: while the debugger runs nothing is timed out. */

enum { ATTACH_LIMIT_MS = 30000, LOOK_MS = 20 };

/* Whether a debugger holds a process. */
static bool is_traced(pid_t pid)
{
    char line[256];
    long tracer = 0;
    char *path = mem_format("/proc/%d/status", (int)pid);
    FILE *from = fopen(path, "re");
    while (from != NULL && fgets(line, sizeof line, from) != NULL)
        if (strncmp(line, "TracerPid:", 10) == 0)
            tracer = strtol(line + 10, NULL, 10);
    if (from != NULL)
        fclose(from);
    free(path);
    return tracer != 0;
}

static void note_end(struct job *job)
{
    job_remember(job->debugger_pid, false);
    waitpid(job->debugger_pid, NULL, 0);
    job->debugger_pid = 0;
}

void job_debug_start(struct job *job, int n_ranks)
{
    const struct job_debugger *debugger = job->debugger;
    if (debugger == NULL)
        return;
    const int rank = debugger->rank < n_ranks ? debugger->rank : 0;
    if (rank != debugger->rank)
        fprintf(stderr,
            "parlab: this case runs on %d rank%s, so there is no rank %d; "
            "this is rank 0\n",
            n_ranks, n_ranks == 1 ? "" : "s", debugger->rank);
    const pid_t runner = job->mains[rank].pid;
    const pid_t pid = debugger->start(debugger, runner);
    job->debugger = NULL; /* once is enough */
    if (pid < 0)
        return;
    job->debugger_pid = pid;
    job_remember(pid, true); /* no stray of the candidate */
    for (int waited = 0; waited < ATTACH_LIMIT_MS; waited += LOOK_MS) {
        if (is_traced(runner))
            return;
        if (interrupt_wait_child(pid, LOOK_MS) != 0)
            return;
    }
}

void job_debug_wait(struct job *job)
{
    while (job->debugger_pid != 0) {
        struct pollfd fds[2 + BOARD_RANKS_MAX] = {
            {.fd = job->mains[0].socket, .events = POLLIN},
            {.fd = (int)syscall(SYS_pidfd_open, job->debugger_pid, 0),
                .events = POLLIN}};
        nfds_t n = 2;
        for (int r = 0; r < job->n_ranks; r++)
            fds[n++] = (struct pollfd){job->mains[r].pidfd, POLLIN, 0};
        const int n_ready = interrupt_poll(fds, n, -1);
        close(fds[1].fd);
        if (fds[1].revents != 0)
            note_end(job);
        if (n_ready < 0 || fds[1].revents == 0)
            return;
    }
}

void job_debug_end(struct job *job)
{
    if (job->debugger_pid == 0)
        return;
    for (int r = 0; r < job->n_ranks; r++) {
        close(job->mains[r].socket);
        job->mains[r].socket = -1;
    }
    if (interrupt_wait_child(job->debugger_pid, -1) < 0)
        kill(job->debugger_pid, SIGTERM);
    note_end(job);
}
