/* SPDX-License-Identifier: MIT */
#include "grader/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "grader/base/mem.h"
#include "grader/base/spawn.h"

/* Files are read whole and bounded; a file that is not a regular one (a
 * pipe, a device, a folder) is never opened for reading twice nor waited
 * for: O_NONBLOCK keeps a pipe without a writer from blocking us. */

static int read_all(int fd, char *to, size_t n)
{
    for (size_t done = 0; done < n;) {
        const ssize_t got = read(fd, to + done, n - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return -1;
        done += (size_t)got;
    }
    return 0;
}

static int write_all(int fd, const char *from, size_t n)
{
    for (size_t done = 0; done < n;) {
        const ssize_t put = write(fd, from + done, n - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        done += (size_t)put;
    }
    return 0;
}

static char *read_open(int fd, const char *path, size_t max_bytes,
    size_t *n_bytes, struct fail *fail)
{
    struct stat status;
    if (fstat(fd, &status) != 0) {
        fail_errno(fail, "cannot read %s", path);
        return NULL;
    }
    if (!S_ISREG(status.st_mode)) {
        fail_set(fail, "%s is %s, not a file", path,
            S_ISDIR(status.st_mode) ? "a folder" : "a device or pipe");
        return NULL;
    }
    if (status.st_size < 0 || (size_t)status.st_size > max_bytes) {
        fail_set(fail, "%s has %lld bytes; at most %zu are read", path,
            (long long)status.st_size, max_bytes);
        return NULL;
    }
    const size_t size = (size_t)status.st_size;
    char *bytes = mem_new(size + 1, 1);
    if (read_all(fd, bytes, size) != 0) {
        fail_errno(fail, "cannot read %s", path);
        free(bytes);
        return NULL;
    }
    if (n_bytes != NULL)
        *n_bytes = size;
    return bytes;
}

static char *read_with(int flags, const char *path, size_t max_bytes,
    size_t *n_bytes, struct fail *fail)
{
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | flags);
    if (fd < 0 && errno == ELOOP && (flags & O_NOFOLLOW)) {
        fail_set(fail, "%s is a symbolic link; give the file itself", path);
        return NULL;
    }
    if (fd < 0) {
        fail_errno(fail, "cannot read %s", path);
        return NULL;
    }
    char *bytes = read_open(fd, path, max_bytes, n_bytes, fail);
    close(fd);
    return bytes;
}

char *file_read(
    const char *path, size_t max_bytes, size_t *n_bytes, struct fail *fail)
{
    return read_with(0, path, max_bytes, n_bytes, fail);
}

char *file_read_submission(
    const char *path, size_t max_bytes, size_t *n_bytes, struct fail *fail)
{
    return read_with(O_NOFOLLOW, path, max_bytes, n_bytes, fail);
}

int file_write(
    const char *path, const void *bytes, size_t n_bytes, struct fail *fail)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return fail_errno(fail, "cannot write %s", path);
    const bool is_written = write_all(fd, bytes, n_bytes) == 0;
    const int error = errno;
    if (close(fd) == 0 && is_written)
        return 0;
    if (!is_written)
        errno = error;
    return fail_errno(fail, "cannot write %s", path);
}

/* Write to a new file and sync it: a rename must not come before the bytes.
 * @return 0; -1 with errno. */
static int write_new(int fd, mode_t mode, const void *bytes, size_t n_bytes)
{
    const bool is_written = write_all(fd, bytes, n_bytes) == 0 &&
                            fchmod(fd, mode) == 0 && fsync(fd) == 0;
    const int error = errno;
    if (close(fd) == 0 && is_written)
        return 0;
    if (!is_written)
        errno = error;
    return -1;
}

/* The mode of what is replaced, else what open(2) would give. */
static mode_t mode_for(const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0)
        return status.st_mode & 0777;
    const mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

int file_replace(
    const char *path, const void *bytes, size_t n_bytes, struct fail *fail)
{
    struct stat status;
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
        return file_write(path, bytes, n_bytes, fail); /* /dev/stderr, say */
    char *target = realpath(path, NULL);
    if (target == NULL)
        target = mem_text(path);
    char *new = mem_format("%s.XXXXXX", target);
    const int fd = mkostemp(new, O_CLOEXEC);
    int result = 0;
    if (fd < 0 || write_new(fd, mode_for(target), bytes, n_bytes) != 0 ||
        rename(new, target) != 0) {
        result = fail_errno(fail, "cannot write %s", path);
        if (fd >= 0)
            unlink(new);
    }
    free(new);
    free(target);
    return result;
}

bool file_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

int file_make_folder(const char *path, struct fail *fail)
{
    char *part = mem_text(path);
    int result = 0;
    for (char *p = part + 1; result == 0; p++) {
        if (*p != '/' && *p != '\0')
            continue;
        const char here = *p;
        *p = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            result = fail_errno(fail, "cannot make the folder %s", part);
        *p = here;
        if (here == '\0')
            break;
    }
    free(part);
    return result;
}

/* Make a folder one's own to change, whatever its mode is, and open it.
 * @return descriptor, or -1. */
static int open_folder(int above, const char *name)
{
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    const int fd = openat(above, name, flags);
    struct stat status;
    if (fd < 0 && errno == EACCES && fchmodat(above, name, 0700, 0) == 0)
        return openat(above, name, flags);
    if (fd >= 0 && fstat(fd, &status) == 0 && (status.st_mode & 0700) != 0700)
        fchmod(fd, 0700);
    return fd;
}

/* Remove the files in a folder, and move the folders in it up to another. */
static void empty_folder(int fd, int up)
{
    static unsigned long long n_moved;
    struct dirent *entry;
    DIR *folder = fdopendir(fcntl(fd, F_DUPFD_CLOEXEC, 0));
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        char name[32];
        if (strcmp(entry->d_name, ".") == 0 ||
            strcmp(entry->d_name, "..") == 0 ||
            unlinkat(fd, entry->d_name, 0) == 0)
            continue;
        const int below = open_folder(fd, entry->d_name);
        if (below >= 0)
            close(below);
        do
            snprintf(name, sizeof name, ".%llu", n_moved++);
        while (faccessat(up, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0);
        renameat(fd, entry->d_name, up, name);
    }
    if (folder != NULL)
        closedir(folder);
}

/* A tree may be so deep that no path leads to its end, and no process could
 * hold all its folders open: so it is made flat, a folder at a time. */
void file_remove_folder(const char *path)
{
    const int fd = path != NULL ? open_folder(AT_FDCWD, path) : -1;
    bool has_more = fd >= 0;
    while (has_more) {
        struct dirent *entry;
        DIR *folder = fdopendir(fcntl(fd, F_DUPFD_CLOEXEC, 0));
        has_more = false;
        if (folder != NULL)
            rewinddir(folder);
        while (folder != NULL && (entry = readdir(folder)) != NULL) {
            if (strcmp(entry->d_name, ".") == 0 ||
                strcmp(entry->d_name, "..") == 0 ||
                unlinkat(fd, entry->d_name, 0) == 0)
                continue;
            const int below = open_folder(fd, entry->d_name);
            if (below >= 0)
                empty_folder(below, fd);
            if (below >= 0)
                close(below);
            has_more |= unlinkat(fd, entry->d_name, AT_REMOVEDIR) == 0;
        }
        if (folder != NULL)
            closedir(folder);
    }
    if (fd >= 0)
        close(fd);
    if (path != NULL)
        rmdir(path);
}

char *file_find_program(const char *name)
{
    if (strchr(name, '/') != NULL)
        return access(name, X_OK) == 0 ? mem_text(name) : NULL;
    const char *path = getenv("PATH");
    char *folders = mem_text(path != NULL ? path : "/usr/bin:/bin");
    char *found = NULL, *rest = folders, *folder;
    while (found == NULL && (folder = strsep(&rest, ":")) != NULL) {
        if (folder[0] != '/')
            continue;
        char *candidate = mem_format("%s/%s", folder, name);
        if (access(candidate, X_OK) == 0)
            found = candidate;
        else
            free(candidate);
    }
    free(folders);
    return found;
}

/* Start sha256sum; its input is a file, its output a pipe. */
static pid_t start_sha256sum(int input, int output)
{
    static const char *const argv[] = {"sha256sum", NULL};
    char *program = file_find_program(argv[0]);
    const pid_t pid = program != NULL ? spawn_tool(program, argv, NULL, input,
                                            output, STDERR_FILENO)
                                      : -1;
    free(program);
    return pid;
}

/* @param input  a file, read from where it stands to its end. */
static int sha256_of_open(int input, char hex[65], struct fail *fail)
{
    int result = -1, out[2];
    if (pipe2(out, O_CLOEXEC) != 0)
        return fail_errno(fail, "cannot make a checksum");
    const pid_t pid = start_sha256sum(input, out[1]);
    close(out[1]);
    hex[64] = '\0';
    if (pid < 0)
        fail_set(fail, "cannot run sha256sum; install coreutils");
    else if (read_all(out[0], hex, 64) == 0 &&
             strspn(hex, "0123456789abcdef") == 64)
        result = 0;
    else
        fail_set(fail, "sha256sum gave no checksum");
    close(out[0]);
    if (pid > 0)
        waitpid(pid, NULL, 0);
    return result;
}

int file_sha256(
    const void *bytes, size_t n_bytes, char hex[65], struct fail *fail)
{
    const int input = memfd_create("parlab-digest", MFD_CLOEXEC);
    const bool is_there = input >= 0 && write_all(input, bytes, n_bytes) == 0 &&
                          lseek(input, 0, SEEK_SET) == 0;
    const int result = is_there ? sha256_of_open(input, hex, fail)
                                : fail_errno(fail, "cannot make a checksum");
    if (input >= 0)
        close(input);
    return result;
}

int file_sha256_of(const char *path, char hex[65], struct fail *fail)
{
    struct stat status;
    int result;
    const int input = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (input < 0 || fstat(input, &status) != 0)
        result = fail_errno(fail, "cannot read %s", path);
    else if (!S_ISREG(status.st_mode))
        result = fail_set(fail, "%s is no file", path);
    else
        result = sha256_of_open(input, hex, fail);
    if (input >= 0)
        close(input);
    return result;
}
