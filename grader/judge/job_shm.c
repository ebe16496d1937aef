/* SPDX-License-Identifier: MIT */
#include "grader/judge/job_private.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/mem.h"

/* Other programs of the user keep objects in /dev/shm too, and may make new
 * ones at any time. So nothing is removed because it is new: a process of
 * the job must have been seen with it. What a candidate made, unmapped and
 * left is not found; the sandbox has a /dev/shm of its own. */

static const char folder[] = "/dev/shm/";

struct names {
    char **items;
    size_t n;
};

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

void job_shm_note(struct job *job)
{
    if (job->shm_before == NULL)
        return;
    if (job->shm_used == NULL)
        job->shm_used = mem_new(1, sizeof *job->shm_used);
    for (size_t i = 0; i < job->n_stopped; i++) {
        char path[64], line[4400];
        snprintf(path, sizeof path, "/proc/%d/maps", (int)job->stopped[i].pid);
        FILE *maps = fopen(path, "re");
        if (maps == NULL)
            fail_unless_absent(path);
        while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
            const char *name = object_of(line);
            if (name != NULL)
                add(job->shm_used, name);
        }
        if (maps != NULL)
            fclose(maps);
    }
}

void job_shm_sweep(const struct job *job)
{
    for (size_t i = 0; job->shm_used != NULL && i < job->shm_used->n; i++) {
        const char *name = job->shm_used->items[i];
        if (is_among(job->shm_before, name))
            continue;
        char *path = mem_format("%s%s", folder, name);
        unlink(path);
        free(path);
    }
}
