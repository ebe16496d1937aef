/* SPDX-License-Identifier: MIT */
#include "grader/build/cache.h"

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/build/build.h"

/* An entry is a folder that is complete before it gets its name, so two
 * parlabs at once or a full disk never leave half of one. The notes start
 * with the file's size: after a power cut it may have been lost although the
 * name was kept. Files are copied, never linked: a candidate may change the
 * copy that it runs from. */

enum {
    NOTES_MAX = 1 << 20,
    KEPT_S = 30 * 24 * 3600, /**< an entry's life after its last use */
    MAKING_S = 3600, /**< that of one whose maker was killed */
    SWEEP_S = 24 * 3600, /**< time between two searches for old ones */
    SWEEP_MAX = 4000, /**< entries looked at in one search */
};

char *build_cache_folder(void)
{
    const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char *path = NULL;
    struct fail fail;
    struct stat status;
    if (base != NULL && base[0] == '/')
        path = mem_format("%s/parlab", base);
    else if (home != NULL && home[0] == '/')
        path = mem_format("%s/.cache/parlab", home);
    if (path == NULL)
        return NULL;
    /* Whoever else may write there could plant a runner. */
    if (file_make_folder(path, &fail) == 0 && chmod(path, 0700) == 0 &&
        stat(path, &status) == 0 && status.st_uid == geteuid())
        return path;
    free(path);
    return NULL;
}

static int copy_open(int from, int to, off_t size)
{
    while (size > 0) {
        const ssize_t n = sendfile(to, from, NULL, (size_t)size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return -1;
        size -= n;
    }
    return 0;
}

/* Copy a regular file. @return its size; -1 when there is no copy. */
static off_t copy_file(const char *from, const char *to)
{
    struct stat status;
    off_t size = -1;
    const int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (in < 0)
        return -1;
    const int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
    if (out >= 0 && fstat(in, &status) == 0 && S_ISREG(status.st_mode) &&
        copy_open(in, out, status.st_size) == 0)
        size = status.st_size;
    close(in);
    if (out >= 0 && close(out) != 0)
        size = -1;
    if (out >= 0 && size < 0)
        unlink(to);
    return size;
}

static bool starts_like_elf(const char *path)
{
    char magic[SELFMAG] = "";
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const bool is_elf = fd >= 0 && read(fd, magic, SELFMAG) == SELFMAG &&
                        memcmp(magic, ELFMAG, SELFMAG) == 0;
    if (fd >= 0)
        close(fd);
    return is_elf;
}

static char *entry_path(const char *folder, const char *key, const char *name)
{
    return mem_format(
        "%s/%s%s%s", folder, key, name[0] != '\0' ? "/" : "", name);
}

/* @return the notes when they fit a file of this size; NULL when not. */
static char *read_notes(const char *path, off_t size)
{
    struct fail fail;
    char *notes = NULL;
    char *bytes = file_read(path, NOTES_MAX, NULL, &fail);
    char *line_end = bytes != NULL ? strchr(bytes, '\n') : NULL;
    if (line_end != NULL && strtoll(bytes, NULL, 10) == (long long)size)
        notes = mem_text(line_end + 1);
    free(bytes);
    return notes;
}

bool cache_get(const char *key, const char *to, char **notes)
{
    char *folder = build_cache_folder();
    *notes = NULL;
    if (folder == NULL)
        return false;
    char *entry = entry_path(folder, key, "");
    char *file = entry_path(folder, key, "file");
    char *about = entry_path(folder, key, "notes");
    if (file_exists(entry)) {
        const off_t size = copy_file(file, to);
        if (size > 0 && starts_like_elf(to))
            *notes = read_notes(about, size);
        if (*notes != NULL) {
            utimensat(AT_FDCWD, entry, NULL, 0);
        } else {
            unlink(to);
            file_remove_folder(entry);
        }
    }
    free(about);
    free(file);
    free(entry);
    free(folder);
    return *notes != NULL;
}

/* Fill a new folder and give it its name. Losing a race is fine: the other
 * entry was made from the same things. */
static void put(
    const char *folder, const char *key, const char *from, const char *notes)
{
    struct fail fail;
    char *made = mem_format("%s/new-XXXXXX", folder);
    if (mkdtemp(made) == NULL) {
        free(made);
        return;
    }
    char *file = mem_format("%s/file", made);
    char *about = mem_format("%s/notes", made);
    char *entry = entry_path(folder, key, "");
    const off_t size = copy_file(from, file);
    char *text = mem_format("%lld\n%s", (long long)size, notes);
    if (size < 0 || file_write(about, text, strlen(text), &fail) != 0 ||
        rename(made, entry) != 0)
        file_remove_folder(made);
    free(text);
    free(entry);
    free(about);
    free(file);
    free(made);
}

static void sweep(const char *folder)
{
    const time_t now = time(NULL);
    DIR *list = opendir(folder);
    const struct dirent *entry;
    for (int n = 0;
         list != NULL && n < SWEEP_MAX && (entry = readdir(list)) != NULL;
         n++) {
        struct stat status;
        char *path = mem_format("%s/%s", folder, entry->d_name);
        const bool is_new = text_starts(entry->d_name, "new-");
        if (entry->d_name[0] != '.' && lstat(path, &status) == 0 &&
            S_ISDIR(status.st_mode) &&
            now - status.st_mtime > (is_new ? MAKING_S : KEPT_S))
            file_remove_folder(path);
        free(path);
    }
    if (list != NULL)
        closedir(list);
}

/* Once a day; the mark's age says when the last time was. A mark from the
 * future was set while the clock was wrong. */
static void sweep_now_and_then(const char *folder)
{
    struct stat status;
    struct fail fail;
    char *mark = mem_format("%s/.swept", folder);
    const time_t age =
        stat(mark, &status) == 0 ? time(NULL) - status.st_mtime : SWEEP_S + 1;
    if (age < 0 || age > SWEEP_S)
        if (file_write(mark, "\n", 1, &fail) == 0)
            sweep(folder);
    free(mark);
}

void cache_put(const char *key, const char *from, const char *notes)
{
    char *folder = build_cache_folder();
    if (folder == NULL)
        return;
    put(folder, key, from, notes);
    sweep_now_and_then(folder);
    free(folder);
}
