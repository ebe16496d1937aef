/* SPDX-License-Identifier: MIT */
#include "grader/base/file.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/mem.h"

/* The lock is on the folder itself, and the kernel drops it when its holder
 * ends, however it does. So there is no number of a process to compare, which
 * may have been given to another one, or count in another container. Who
 * sweeps holds the lock while it removes; a folder that is swept in the
 * moment between its making and its locking is made again. */

enum { N_RANDOM = 6 }; /* letters and digits that mkdtemp() puts at the end */
static const char prefix[] = "parlab-";

static const char *base_folder(void)
{
    const char *base = getenv("TMPDIR");
    return base != NULL && base[0] == '/' ? base : "/tmp";
}

/* Lock a new folder. The descriptor stays open on purpose: it is the lock.
 * Where folders cannot be locked (NFS) nobody sweeps either.
 * @return 0; -1 with the reason, "" when it was swept. */
static int keep(const char *path, struct fail *fail)
{
    struct stat status;
    fail->text[0] = '\0';
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT) {
        fail_errno(fail, "cannot open %s", path);
        rmdir(path);
    }
    if (fd < 0)
        return -1;
    const bool is_swept =
        flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (!is_swept && fstat(fd, &status) == 0 && status.st_nlink > 0)
        return 0;
    close(fd);
    return -1;
}

char *file_temp_folder(struct fail *fail)
{
    for (int attempt = 0; attempt < 10; attempt++) {
        char *path = mem_format("%s/%sXXXXXX", base_folder(), prefix);
        if (mkdtemp(path) == NULL)
            fail_errno(fail, "cannot make a folder in %s", base_folder());
        else if (keep(path, fail) == 0)
            return path;
        free(path);
        if (fail->text[0] != '\0')
            return NULL;
    }
    fail_set(fail, "the folders made in %s go away at once", base_folder());
    return NULL;
}

static bool is_ours(const char *name)
{
    const size_t n = strlen(prefix);
    if (strncmp(name, prefix, n) != 0 || strlen(name) != n + N_RANDOM)
        return false;
    for (name += n; *name != '\0'; name++)
        if (!isalnum((unsigned char)*name))
            return false;
    return true;
}

/* Lock a folder that nobody else has locked.
 * @return -1: somebody has, or it is no folder of this user's. */
static int take(const char *path)
{
    struct stat status;
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, &status) == 0 && status.st_uid == geteuid() &&
        flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Whether a process was started with a TMPDIR below a folder, as runners and
 * compilers are. */
static bool was_started_in(const char *pid, const char *folder)
{
    char bytes[32768];
    char *path = mem_format("/proc/%s/environ", pid);
    char *wanted = mem_format("TMPDIR=%s/", folder);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t n = fd >= 0 ? read(fd, bytes, sizeof bytes) : -1;
    const bool is_below =
        n > 0 && memmem(bytes, (size_t)n, wanted, strlen(wanted)) != NULL;
    if (fd >= 0)
        close(fd);
    free(wanted);
    free(path);
    return is_below;
}

/* @return how many processes of a folder there were; they have been killed. */
static size_t kill_processes(const char *folder)
{
    size_t n = 0;
    DIR *processes = opendir("/proc");
    const struct dirent *entry;
    while (processes != NULL && (entry = readdir(processes)) != NULL) {
        if (!isdigit((unsigned char)entry->d_name[0]) ||
            !was_started_in(entry->d_name, folder))
            continue;
        kill((pid_t)strtol(entry->d_name, NULL, 10), SIGKILL);
        n++;
    }
    if (processes != NULL)
        closedir(processes);
    return n;
}

/* Without namespaces what a candidate has started may outlive it, and make
 * more of its sort while it is looked for. */
static void sweep(const char *folder)
{
    for (int round = 0; round < 100 && kill_processes(folder) > 0; round++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    file_remove_folder(folder);
}

void file_sweep_temp(void (*before)(void))
{
    DIR *folder = opendir(base_folder());
    const struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (!is_ours(entry->d_name))
            continue;
        char *path = mem_format("%s/%s", base_folder(), entry->d_name);
        const int fd = take(path);
        if (fd >= 0) {
            if (before != NULL)
                before();
            before = NULL;
            sweep(path);
            close(fd);
        }
        free(path);
    }
    if (folder != NULL)
        closedir(folder);
}
