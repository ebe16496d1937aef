/* SPDX-License-Identifier: MIT */
#include "grader/judge/job_private.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/mem.h"

/* What the sandbox cannot forbid is watched. By the kernel's counters alone:
 * whether a candidate worked when its time did not run (a timer's signal
 * continues a process that was stopped; a thread left over from the last call
 * computes the next one's answer), and where its workers were. And by looking
 * every now and then: how much memory all its processes have together, and
 * how much it wrote, for which a limit of each process or file is no limit.
 */

#define REST_NS 2000000u /* that the kernel may count late */

/* Processor time that tasks have used since they were noted. A task that was
 * not noted counts whole. */
static uint64_t used_since(
    const struct job *job, const struct task_usage noted[], size_t n_noted)
{
    struct task_usage *now = NULL;
    size_t n_now = 0;
    uint64_t sum_ns = 0;
    for (size_t i = 0; i < job->n_stopped; i++)
        tree_task_usage(job->stopped[i].pid, &now, &n_now);
    for (size_t i = 0; i < n_now; i++) {
        uint64_t used_ns = now[i].cpu_ns;
        for (size_t j = 0; j < n_noted; j++)
            if (noted[j].tid == now[i].tid && noted[j].cpu_ns <= used_ns)
                used_ns -= noted[j].cpu_ns;
        sum_ns += used_ns;
    }
    free(now);
    return sum_ns;
}

static void note_tampering(struct job *job, const char *what)
{
    if (job->tampering == NULL)
        job->tampering = what;
}

void job_guard_rest(struct job *job)
{
    free(job->idle);
    job->idle = NULL;
    job->n_idle = 0;
    for (size_t i = 0; i < job->n_stopped; i++)
        tree_task_usage(job->stopped[i].pid, &job->idle, &job->n_idle);
}

void job_guard_rested(struct job *job)
{
    if (job->debugger_pid == 0 &&
        used_since(job, job->idle, job->n_idle) > REST_NS)
        note_tampering(
            job, "it worked while it was stopped, between two calls");
}

const char *job_tampering(struct job *job)
{
    if (job_is_usable(job))
        job_guard_rested(job);
    return job != NULL ? job->tampering : NULL;
}

void job_guard_cores(
    struct job *job, const struct task_usage tasks[], size_t n_tasks)
{
    for (size_t i = 0; job->is_bound && i < n_tasks; i++) {
        cpu_set_t its, both;
        if (sched_getaffinity(tasks[i].tid, sizeof its, &its) != 0)
            continue;
        CPU_AND(&both, &its, &job->cpus);
        if (!CPU_EQUAL(&both, &its))
            note_tampering(job,
                "a worker of it left the cores that the workers were given");
    }
}

/* A line of a file of /proc/PID that has a number of KiB. */
static long read_kib(pid_t pid, const char *file, const char *format)
{
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
    FILE *lines = fopen(path, "re");
    if (lines == NULL)
        fail_unless_absent(path);
    while (lines != NULL && fgets(line, sizeof line, lines) != NULL)
        if (sscanf(line, format, &kib) == 1)
            break;
    if (lines != NULL)
        fclose(lines);
    return kib;
}

/* Memory of all processes: first without caring what they share, which is
 * fast; shares are worked out only when that is too much. A process that
 * hides them has all of it to itself. */
static long memory_kib(
    const struct process processes[], size_t n, bool is_exact)
{
    long sum = 0;
    for (size_t i = 0; i < n; i++) {
        const pid_t pid = processes[i].pid;
        const long share =
            is_exact ? read_kib(pid, "smaps_rollup", "Pss: %ld kB") : 0;
        sum += share > 0 ? share : read_kib(pid, "status", "VmRSS: %ld kB");
    }
    return sum;
}

enum { FILES_MAX = 20000, DEPTH_MAX = 64 };

/* What lies in a folder; a limit of files or depth that is passed counts as
 * too much of everything. */
static void add_folder(
    int above, const char *name, int depth, int *n_files, long long *n_bytes)
{
    const int fd =
        openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    if (folder == NULL)
        fail_unless_absent(name);
    if (folder == NULL && fd >= 0)
        close(fd);
    for (struct dirent *e; folder != NULL && (e = readdir(folder)) != NULL;) {
        struct stat status;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
            fstatat(fd, e->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        *n_bytes += 512LL * status.st_blocks;
        if (++*n_files > FILES_MAX || depth > DEPTH_MAX) {
            *n_bytes = LLONG_MAX / 2;
            break;
        }
        if (S_ISDIR(status.st_mode))
            add_folder(fd, e->d_name, depth + 1, n_files, n_bytes);
    }
    if (folder != NULL)
        closedir(folder);
}

/* Files that were removed and are open still. */
struct unnamed {
    struct {
        dev_t device;
        ino_t number;
    } seen[FILES_MAX / 10];
    size_t n;
    long long n_bytes;
};

/* A file counts once, whoever has it open. */
static void add_unnamed(struct unnamed *files, const struct stat *status)
{
    for (size_t i = 0; i < files->n; i++)
        if (files->seen[i].device == status->st_dev &&
            files->seen[i].number == status->st_ino)
            return;
    if (files->n == sizeof files->seen / sizeof *files->seen)
        return;
    files->seen[files->n].device = status->st_dev;
    files->seen[files->n++].number = status->st_ino;
    files->n_bytes += 512LL * status->st_blocks;
}

static void add_open_files(struct unnamed *files, pid_t pid)
{
    char path[64];
    struct dirent *entry;
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *folder = opendir(path);
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        struct stat status;
        if (fstatat(dirfd(folder), entry->d_name, &status, 0) == 0 &&
            S_ISREG(status.st_mode) && status.st_nlink == 0)
            add_unnamed(files, &status);
    }
    if (folder != NULL)
        closedir(folder);
}

/* What such files of a job hold; the memory file of its frame is ours. */
static long long unnamed_bytes(
    const struct job *job, const struct process processes[], size_t n)
{
    struct unnamed *files = mem_new(1, sizeof *files);
    struct stat status;
    if (fstat(job->memory_fd, &status) == 0)
        add_unnamed(files, &status);
    files->n_bytes = 0;
    for (size_t i = 0; i < n; i++)
        add_open_files(files, processes[i].pid);
    const long long n_bytes = files->n_bytes;
    free(files);
    return n_bytes;
}

bool job_guard_excess(const struct job *job, char *text, size_t room)
{
    const struct limits *limits = &job->exercise->limits;
    const long most_kib = (long)limits->memory_mib * 1024;
    struct tree tree = tree_read();
    size_t n;
    struct process *all = job_processes(job, &tree, &n);
    long used_kib = memory_kib(all, n, false);
    if (used_kib > most_kib)
        used_kib = memory_kib(all, n, true);
    int n_files = 0;
    long long n_bytes = unnamed_bytes(job, all, n);
    free(all);
    tree_free(&tree);
    add_folder(AT_FDCWD, job->scratch, 0, &n_files, &n_bytes);
    text[0] = '\0';
    if (used_kib > most_kib)
        snprintf(text, room,
            "it used %ld MiB of memory in all its processes together; %d are "
            "allowed",
            used_kib / 1024, limits->memory_mib);
    else if (n_bytes > (long long)limits->file_mib << 20)
        snprintf(text, room,
            "it wrote more than the %d MiB of files that are allowed",
            limits->file_mib);
    return text[0] != '\0';
}
