/* SPDX-License-Identifier: MIT */
#include "grader/judge/job_private.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/judge/judge.h"

/* Other programs of the user keep objects in /dev/shm too, and may make new
 * ones at any time, so nothing is removed because it is new: a process of the
 * job must have been seen with it. What is new, and had by no process at all
 * once the job has ended, may be the job's or not: that is for a person. */

static const char folder[] = "/dev/shm/";

struct names {
    char **items;
    size_t n;
};

static struct names left; /* for a person to look at */

static bool is_among(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->items[i], name) == 0)
            return true;
    return false;
}

static void add(struct names *names, const char *name)
{
    if (is_among(names, name))
        return;
    names->items = mem_grow(names->items, names->n, sizeof *names->items);
    names->items[names->n++] = mem_text(name);
}

struct names *job_shm_list(void)
{
    struct names *names = mem_new(1, sizeof *names);
    DIR *stream = opendir(folder);
    if (stream == NULL)
        fail_unless_absent(folder);
    for (struct dirent *e; stream != NULL && (e = readdir(stream)) != NULL;)
        add(names, e->d_name);
    if (stream != NULL)
        closedir(stream);
    return names;
}

void job_shm_free(struct names *names)
{
    for (size_t i = 0; names != NULL && i < names->n; i++)
        free(names->items[i]);
    if (names != NULL)
        free(names->items);
    free(names);
}

/* The name of the object that a line of /proc/PID/maps is about. */
static const char *object_of(char *line)
{
    static const char deleted[] = " (deleted)";
    line[strcspn(line, "\n")] = '\0';
    char *path = strstr(line, folder);
    const size_t n = strlen(line), tail = sizeof deleted - 1;
    if (path == NULL || (n > tail && strcmp(line + n - tail, deleted) == 0))
        return NULL;
    path += sizeof folder - 1;
    return strchr(path, '/') == NULL ? path : NULL;
}

static void add_mapped(struct names *names, pid_t pid)
{
    char path[64], line[4400];
    snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
    FILE *maps = fopen(path, "re");
    if (maps == NULL)
        fail_unless_absent(path);
    while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
        const char *name = object_of(line);
        if (name != NULL)
            add(names, name);
    }
    if (maps != NULL)
        fclose(maps);
}

static void add_open(struct names *names, pid_t pid)
{
    char path[64], target[4400];
    struct dirent *entry;
    snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
    DIR *stream = opendir(path);
    while (stream != NULL && (entry = readdir(stream)) != NULL) {
        const ssize_t n =
            readlinkat(dirfd(stream), entry->d_name, target, sizeof target - 1);
        target[n > 0 ? n : 0] = '\0';
        const char *name = object_of(target);
        if (name != NULL)
            add(names, name);
    }
    if (stream != NULL)
        closedir(stream);
}

void job_shm_note(struct job *job)
{
    if (job->shm_before == NULL)
        return;
    if (job->shm_used == NULL)
        job->shm_used = mem_new(1, sizeof *job->shm_used);
    for (size_t i = 0; i < job->n_stopped; i++)
        add_mapped(job->shm_used, job->stopped[i].pid);
}

/* Objects that processes of this user have mapped or open. An object is not
 * missed while it is opened and then mapped: the descriptors are looked at
 * first. */
static struct names *list_held(void)
{
    struct names *held = mem_new(1, sizeof *held);
    struct dirent *entry;
    DIR *proc = opendir("/proc");
    while (proc != NULL && (entry = readdir(proc)) != NULL) {
        const pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid <= 0)
            continue;
        add_open(held, pid);
        add_mapped(held, pid);
    }
    if (proc != NULL)
        closedir(proc);
    return held;
}

static bool is_own(const char *name)
{
    struct stat status;
    char *path = mem_format("%s%s", folder, name);
    const bool is_ours = lstat(path, &status) == 0 && S_ISREG(status.st_mode) &&
                         status.st_uid == geteuid();
    free(path);
    return is_ours;
}

/* LLVM's OpenMP makes an object for each process, named after it, and leaves
 * it when the process is killed. */
static bool is_of_the_dead(const char *name)
{
    int pid;
    return sscanf(name, "__KMP_REGISTERED_LIB_%d_", &pid) == 1 && pid > 0 &&
           kill(pid, 0) != 0 && errno == ESRCH;
}

static void remove_object(const char *name)
{
    char *path = mem_format("%s%s", folder, name);
    unlink(path);
    free(path);
}

void job_shm_sweep(const struct job *job)
{
    if (job->shm_before == NULL)
        return;
    struct names *now = job_shm_list(), *held = NULL;
    for (size_t i = 0; i < now->n; i++) {
        const char *name = now->items[i];
        if (is_among(job->shm_before, name))
            continue;
        if (job->shm_used != NULL && is_among(job->shm_used, name)) {
            remove_object(name);
        } else if (job->slot.user == 0 && is_own(name)) {
            if (is_of_the_dead(name)) {
                remove_object(name);
                continue;
            }
            held = held != NULL ? held : list_held();
            if (!is_among(held, name))
                add(&left, name);
        }
    }
    job_shm_free(held);
    job_shm_free(now);
}

char *judge_take_left(void)
{
    enum { NAMED = 3 };
    char *text = NULL;
    size_t size = 0;
    if (left.n == 0)
        return NULL;
    FILE *to = mem_stream(&text, &size);
    for (size_t i = 0; i < left.n && i < NAMED; i++) {
        fputs(i > 0 ? ", " : "", to);
        text_print_safe(to, left.items[i], strlen(left.items[i]), 64);
    }
    if (left.n > NAMED)
        fprintf(to, " and %zu more", left.n - NAMED);
    fclose(to);
    for (size_t i = 0; i < left.n; i++)
        free(left.items[i]);
    free(left.items);
    left = (struct names){0};
    return text;
}
