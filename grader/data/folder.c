/* SPDX-License-Identifier: MIT */
#include "grader/data/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"

/* The lock is on the folder itself, so it leaves no file behind and ends with
 * the process. Where the file system knows no locks (some network ones) work
 * goes on without: two parlabs at once in one folder are a rare mistake. */

int data_folder_open(
    struct data_folder *folder, const char *path, struct fail *fail)
{
    *folder = (struct data_folder){.fd = -1};
    if (path[0] == '\0')
        return fail_set(fail, "name a folder; this name is empty");
    if (file_make_folder(path, fail) != 0)
        return -1;
    folder->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->fd < 0 && errno == ENOTDIR)
        return fail_set(fail, "%s is a file; name a folder", path);
    if (folder->fd < 0)
        return fail_errno(fail, "cannot open the folder %s", path);
    if (flock(folder->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        data_folder_close(folder);
        return fail_set(fail,
            "another \"parlab data\" is at work in %s; wait for its end", path);
    }
    folder->path = mem_text(path);
    return 0;
}

void data_folder_close(struct data_folder *folder)
{
    if (folder->fd >= 0)
        close(folder->fd);
    free(folder->path);
    *folder = (struct data_folder){.fd = -1};
}

char *data_folder_path(const struct data_folder *folder, const char *name)
{
    return mem_format("%s/%s", folder->path, name);
}

int data_folder_put(const struct data_folder *folder, const char *name,
    const void *bytes, size_t n_bytes, struct fail *fail)
{
    char *path = data_folder_path(folder, name);
    const int result = file_replace(path, bytes, n_bytes, fail);
    free(path);
    return result;
}

bool data_is_name(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    const size_t n = strlen(name);
    return n > 4 && n <= 100 && strspn(name, allowed) == n && name[0] != '.' &&
           name[0] != '-' && strcmp(name + n - 4, ".txt") == 0;
}

bool data_is_stopped(void)
{
    /* Signals are let in here and nowhere else. */
    interrupt_poll(NULL, 0, 0);
    return interrupt_signal() != 0;
}

static void tell(void (*how)(const char *), const char *format, va_list args)
{
    char text[1280];
    vsnprintf(text, sizeof text, format, args);
    how(text);
}

void data_say(const struct data_watch *watch, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    tell(watch->say, format, args);
    va_end(args);
}

void data_busy(const struct data_watch *watch, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    tell(watch->busy, format, args);
    va_end(args);
}

char *data_default_folder(const char *name)
{
    const char *base = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    if (base != NULL && base[0] == '/')
        return mem_format("%s/parlab/%s", base, name);
    if (home != NULL && home[0] == '/')
        return mem_format("%s/.local/share/parlab/%s", home, name);
    return NULL;
}
