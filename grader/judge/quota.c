/* SPDX-License-Identifier: MIT */
#include "grader/judge/quota.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/fail.h"
#include "grader/base/mem.h"

/* Version 1 keeps a tree of groups for each controller, version 2 has one
 * for all; many machines have both. Where each is mounted stands in
 * mountinfo, in which group of it this process is stands in cgroup. A
 * container often sees only the part of the tree from its own group on: then
 * the mount has that group for its root. Every group from there up to the
 * mount point can set a limit, and the smallest one holds. */

/* A mounted tree of groups. */
struct mount {
    char root[1024]; /* the group that is seen at the mount point */
    char point[1024];
    int version;
};

/* Whether a list as in "rw,cpu,cpuacct" has a word. */
static bool has_word(const char *list, const char *word)
{
    const size_t n = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at += n)
        if ((at == list || at[-1] == ',') &&
            (at[n] == ',' || at[n] == '\0' || at[n] == '\n'))
            return true;
    return false;
}

/* Blanks in paths are written as \040. */
static void unescape(char *path)
{
    char *to = path;
    for (const char *from = path; *from != '\0'; from++) {
        unsigned byte;
        if (from[0] == '\\' && sscanf(from + 1, "%3o", &byte) == 1) {
            *to++ = (char)byte;
            from += 3;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

/* Take a line of mountinfo; between the mount options and " - " there may be
 * any number of fields. */
static bool read_mount(const char *line, struct mount *mount)
{
    char type[32], options[512];
    const char *after = strstr(line, " - ");
    if (after == NULL ||
        sscanf(line, "%*d %*d %*s %1023s %1023s", mount->root, mount->point) !=
            2 ||
        sscanf(after, " - %31s %*s %511s", type, options) != 2)
        return false;
    if (strcmp(type, "cgroup2") == 0)
        mount->version = 2;
    else if (strcmp(type, "cgroup") == 0 && has_word(options, "cpu"))
        mount->version = 1;
    else
        return false;
    unescape(mount->root);
    unescape(mount->point);
    return true;
}

/* Find this process's group in the tree of a version, from lines such as
 * "4:cpu,cpuacct:/jobs/17" and "0::/jobs/17".
 * @return new; NULL when it is in none. */
static char *find_group(const char *root, int version)
{
    char line[4096], *group = NULL;
    char *path = mem_format("%s/proc/self/cgroup", root);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        fail_unless_absent(path);
    free(path);
    while (group == NULL && file != NULL &&
           fgets(line, sizeof line, file) != NULL) {
        char *list = strchr(line, ':');
        char *name = list != NULL ? strchr(list + 1, ':') : NULL;
        if (name == NULL)
            continue;
        *name++ = '\0';
        name[strcspn(name, "\n")] = '\0';
        if (version == 2 ? strncmp(line, "0:", 2) == 0 && list[1] == '\0'
                         : has_word(list + 1, "cpu"))
            group = mem_text(name);
    }
    if (file != NULL)
        fclose(file);
    return group;
}

/* Read the numbers at the start of a small file. @return how many. */
static int read_numbers(
    const char *folder, const char *name, double *first, double *second)
{
    int n = 0;
    char *path = mem_format("%s/%s", folder, name);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        fail_unless_absent(path);
    } else {
        n = fscanf(file, "%lf %lf", first, second); /* or "max" */
        fclose(file);
    }
    free(path);
    return n;
}

/* The quota of one group in CPUs; 0 for none. */
static double quota_of(const char *folder, int version)
{
    double quota = 0, period = 0, none;
    if (version == 2
            ? read_numbers(folder, "cpu.max", &quota, &period) != 2
            : read_numbers(folder, "cpu.cfs_quota_us", &quota, &none) < 1 ||
                  read_numbers(folder, "cpu.cfs_period_us", &period, &none) < 1)
        return 0;
    return quota > 0 && period > 0 ? quota / period : 0;
}

static double smaller(double a, double b)
{
    return a == 0 ? b : b == 0 ? a : a < b ? a : b;
}

/* The smallest quota from a process's group up to the mount point. */
static double least_of(const char *root, const struct mount *mount)
{
    char *group = find_group(root, mount->version);
    if (group == NULL)
        return 0;
    const size_t n = strcmp(mount->root, "/") == 0 ? 0 : strlen(mount->root);
    const bool is_below = strncmp(group, mount->root, n) == 0 &&
                          (group[n] == '/' || group[n] == '\0') &&
                          strstr(group, "/..") == NULL;
    char *top = mem_format("%s%s", root, mount->point);
    char *folder = mem_format("%s%s", top, is_below ? group + n : "");
    double least = 0;
    for (;;) {
        least = smaller(least, quota_of(folder, mount->version));
        char *slash = strrchr(folder, '/');
        if (slash == NULL || slash < folder + strlen(top))
            break;
        *slash = '\0';
    }
    free(folder);
    free(top);
    free(group);
    return least;
}

double quota_read(const char *root)
{
    char line[4096];
    double least = 0;
    char *path = mem_format("%s/proc/self/mountinfo", root);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        fail_unless_absent(path);
    free(path);
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        struct mount mount;
        if (read_mount(line, &mount))
            least = smaller(least, least_of(root, &mount));
    }
    if (file != NULL)
        fclose(file);
    return least;
}
