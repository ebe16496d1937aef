/* SPDX-License-Identifier: MIT */
#include "grader/judge/job_private.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/clock.h"
#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"

/* Signals go to processes that a snapshot of /proc shows below the sandbox,
 * never to a group, which a candidate could leave. Stopping first and
 * killing then ends even a candidate that forks in a loop. Without a
 * sandbox, orphans come to this process (it is a subreaper), so a child of
 * ours that is no sandbox of a job is a stray of the candidate. */

enum { JOBS_MAX = 128, STOP_SECONDS = 10 };
static pid_t sandboxes[JOBS_MAX]; /* all that run, to tell strays from them */

/* At exit. A grader that is broken ends wherever it is, and what it has
 * started must not outlive it: the sandboxes, and without namespaces whatever
 * has left them. */
static void end_all(void)
{
    bool is_any = false;
    for (int i = 0; i < JOBS_MAX; i++)
        if (sandboxes[i] > 0)
            is_any |= kill(sandboxes[i], SIGKILL) == 0;
    for (int round = 0; is_any && round < 1000; round++) {
        struct tree tree = tree_read();
        is_any = false;
        for (size_t i = 0; i < tree.n_processes; i++) {
            const struct process *process = &tree.processes[i];
            if (process->pid != getpid() && process->state != 'Z' &&
                tree_descends(&tree, process->pid, getpid()))
                is_any |= kill(process->pid, SIGKILL) == 0;
        }
        tree_free(&tree);
        nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
    }
}

void job_remember(pid_t pid, bool is_running)
{
    static bool has_handler;
    if (!has_handler)
        has_handler = atexit(end_all) == 0;
    for (int i = 0; i < JOBS_MAX; i++) {
        if (is_running && sandboxes[i] == pid)
            return;
        if (sandboxes[i] == (is_running ? 0 : pid)) {
            sandboxes[i] = is_running ? pid : 0;
            return;
        }
    }
}

static bool is_sandbox(pid_t pid)
{
    for (int i = 0; i < JOBS_MAX; i++)
        if (sandboxes[i] == pid)
            return true;
    return false;
}

/* A child of ours that no job started, or something below one. */
static bool is_stray(const struct tree *tree, const struct process *process)
{
    const pid_t self = getpid();
    if (process->state == 'Z') /* has ended; reap_strays() takes it */
        return false;
    for (int i = 0; i < JOBS_MAX; i++)
        if (sandboxes[i] > 0 && tree_descends(tree, process->pid, sandboxes[i]))
            return false;
    return process->pid != self && tree_descends(tree, process->pid, self);
}

static bool is_helper(const struct job *job, pid_t pid)
{
    for (size_t i = 0; i < job->n_helpers; i++)
        if (job->helpers[i] == pid)
            return true;
    return false;
}

struct process *job_processes(
    const struct job *job, const struct tree *tree, size_t *n_processes)
{
    struct process *found = NULL;
    *n_processes = 0;
    for (size_t i = 0; i < tree->n_processes; i++) {
        const struct process *process = &tree->processes[i];
        const bool is_below =
            job->sandbox > 0 && tree_descends(tree, process->pid, job->sandbox);
        const bool is_its_stray =
            !is_below && !job->is_ours && is_stray(tree, process);
        if ((!is_below && !is_its_stray) || is_helper(job, process->pid))
            continue;
        found = mem_grow(found, *n_processes, sizeof *found);
        found[(*n_processes)++] = *process;
    }
    return found;
}

/* Look for the job's processes anew.
 * @param signal  for those that run.
 * @return        how many ran. */
static size_t look_again(struct job *job, int signal)
{
    struct tree tree = tree_read();
    size_t n_running = 0;
    free(job->stopped);
    job->stopped = job_processes(job, &tree, &job->n_stopped);
    for (size_t i = 0; i < job->n_stopped; i++) {
        const char state = job->stopped[i].state;
        if (strchr("ZX", state) != NULL ||
            (signal == SIGSTOP && strchr("Tt", state) != NULL &&
                tree_is_stopped(job->stopped[i].pid)))
            continue;
        kill(job->stopped[i].pid, signal);
        /* D: it waits for the program that it has just started, say, and
         * stops before it runs again. */
        n_running += signal != SIGSTOP || state != 'D';
    }
    tree_free(&tree);
    return n_running;
}

bool job_stop(struct job *job)
{
    if (job->debugger_pid != 0) { /* which would stop at the signal */
        look_again(job, 0);
        return true;
    }
    /* The known processes at once, then whatever else there is, until all
     * are seen stopped. A process has to run to stop: sleeping first leaves
     * it the core, else looking for it would show as its run delay. */
    for (int r = 0; r < job->n_ranks; r++)
        if (job->mains[r].pid > 0)
            kill(job->mains[r].pid, SIGSTOP);
    const double end_s = clock_now_s() + STOP_SECONDS;
    for (int round = 0; clock_now_s() < end_s; round++) {
        const long pause_ns = round < 50 ? 100000 : 2000000;
        nanosleep(&(struct timespec){.tv_nsec = pause_ns}, NULL);
        if (look_again(job, SIGSTOP) == 0)
            return true;
    }
    return false;
}

void job_continue(struct job *job, int n_ranks)
{
    for (size_t i = 0; i < job->n_stopped && job->debugger_pid == 0; i++) {
        const pid_t pid = job->stopped[i].pid;
        bool is_left_out = false;
        for (int r = n_ranks; r < job->n_ranks; r++)
            is_left_out |= job->mains[r].pid == pid;
        if (!is_left_out)
            kill(pid, SIGCONT);
    }
}

void job_drain(struct job *job)
{
    char bytes[65536];
    ssize_t n;
    /* One that prints without end must not keep us reading without end. */
    for (int i = 0; i < 16 && (n = read(job->output, bytes, sizeof bytes)) > 0;
         i++) {
        size_t room = job->said_room - job->n_said;
        room = room < (size_t)n ? room : (size_t)n;
        memcpy(job->said + job->n_said, bytes, room);
        job->n_said += room;
    }
}

int job_reserve(struct job *job, size_t frame_bytes)
{
    const size_t page = 1u << 16;
    const size_t wanted = BOARD_BYTES + job->record_bytes + frame_bytes;
    const size_t size = (wanted + page - 1) / page * page;
    if (size <= job->shared_bytes)
        return 0;
    if (ftruncate(job->memory_fd, (off_t)size) != 0)
        return -1;
    if (job->shared != NULL)
        munmap(job->shared, job->shared_bytes);
    job->shared = mmap(NULL, size, PROT_READ | PROT_WRITE,
        MAP_SHARED | MAP_POPULATE, job->memory_fd, 0);
    if (job->shared == MAP_FAILED) {
        job->shared = NULL;
        return -1;
    }
    job->shared_bytes = size;
    return 0;
}

void job_reap(struct job *job)
{
    int status;
    if (job->sandbox > 0 &&
        waitpid(job->sandbox, &status, WNOHANG) == job->sandbox) {
        job_remember(job->sandbox, false);
        job->exit_status = status;
        job->sandbox = 0;
    }
}

bool job_is_usable(const struct job *job)
{
    return job != NULL && job->is_usable;
}

/* Orphans that came to us have ended; their parents are gone. */
static void reap_strays(void)
{
    struct tree tree = tree_read();
    for (size_t i = 0; i < tree.n_processes; i++) {
        const struct process *process = &tree.processes[i];
        if (process->parent == getpid() && process->state == 'Z' &&
            !is_sandbox(process->pid))
            waitpid(process->pid, NULL, WNOHANG);
    }
    tree_free(&tree);
}

void job_kill(struct job *job)
{
    if (job == NULL || job->is_killed)
        return;
    job_stop(job);
    job_shm_note(job);
    job->is_usable = false;
    job->is_killed = true;
    job->n_helpers = 0; /* they go as well now */
    /* First what is known by being below it: mpirun's ranks outlive mpirun. */
    look_again(job, SIGKILL);
    if (job->sandbox > 0)
        kill(job->sandbox, SIGKILL);
}

/* @return whether nothing is left of it. */
static bool await_end(struct job *job)
{
    enum { QUICK = 100, ROUNDS = 1000 }; /* the first ones do not look around */
    for (int round = 0; round < ROUNDS; round++) {
        job_reap(job);
        if (job->sandbox == 0 || round >= QUICK) {
            const size_t n = look_again(job, SIGKILL);
            job_reap(job);
            reap_strays();
            if (n == 0 && job->sandbox == 0)
                return true;
        }
        nanosleep(&(struct timespec){.tv_nsec = 200000}, NULL);
    }
    return false;
}

void job_set_order(struct job *job, enum board_order order)
{
    job->order = order;
}

const char *job_said(struct job *job, size_t *n_bytes)
{
    job_drain(job);
    *n_bytes = job->n_said;
    return job->said;
}

void job_finish(struct job *job, double limit_s)
{
    if (!job_is_usable(job))
        return;
    job->is_usable = false;
    job->n_said = 0;
    job_continue(job, job->n_ranks);
    for (int r = 0; r < job->n_ranks; r++) {
        close(job->mains[r].socket);
        job->mains[r].socket = -1;
    }
    const double end_s = clock_now_s() + limit_s;
    while (job->sandbox > 0 && clock_now_s() < end_s) {
        struct pollfd fds[] = {{.fd = job->output, .events = POLLIN}};
        if (interrupt_poll(fds, 1, 10) < 0)
            break;
        job_drain(job);
        job_reap(job);
    }
    job_drain(job);
}

void job_end(struct job *job)
{
    if (job == NULL)
        return;
    job_debug_end(job);
    job_kill(job);
    job->slot.is_empty = await_end(job) && job->layer == SANDBOX_BUBBLEWRAP;
    for (int r = 0; r < job->n_ranks; r++) {
        if (job->mains[r].socket >= 0)
            close(job->mains[r].socket);
        if (job->mains[r].pidfd >= 0)
            close(job->mains[r].pidfd);
    }
    const int fds[] = {job->listener, job->output, job->memory_fd};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    if (job->shared != NULL)
        munmap(job->shared, job->shared_bytes);
    job_shm_sweep(job);
    job_shm_free(job->shm_before);
    job_shm_free(job->shm_used);
    file_remove_folder(job->scratch);
    if (job->channel_path != NULL)
        unlink(job->channel_path);
    slot_release(&job->slot);
    free(job->channel_path);
    free(job->scratch);
    free(job->helpers);
    free(job->stopped);
    free(job->before);
    free(job->idle);
    free(job->said);
    free(job);
}
