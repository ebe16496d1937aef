/* SPDX-License-Identifier: MIT */
#include "tests/fuzz/fuzz.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistr.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"

/* Files are in memory where their names do not matter: making one takes
 * longer than most of what is tried. */

uint8_t fuzz_byte(struct fuzz *from)
{
    if (from->n == 0)
        return 0;
    from->n--;
    return *from->at++;
}

const uint8_t *fuzz_piece(struct fuzz *from, size_t *n_bytes)
{
    *n_bytes = fuzz_byte(from);
    if (*n_bytes > from->n)
        *n_bytes = from->n;
    const uint8_t *piece = from->at;
    from->at += *n_bytes;
    from->n -= *n_bytes;
    return piece;
}

uint8_t *fuzz_copy(const void *bytes, size_t n_bytes)
{
    uint8_t *copy = mem_bytes(n_bytes);
    if (n_bytes > 0)
        memcpy(copy, bytes, n_bytes);
    return copy;
}

const char *fuzz_file(const void *bytes, size_t n_bytes)
{
    static int file = -1;
    static char path[64];
    if (file < 0)
        file = memfd_create("fuzz", MFD_CLOEXEC);
    FUZZ_CLAIM(file >= 0 && ftruncate(file, 0) == 0 &&
               pwrite(file, bytes, n_bytes, 0) == (ssize_t)n_bytes);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    return path;
}

const char *fuzz_put(const char *name, const void *bytes, size_t n_bytes)
{
    static char *folder;
    struct fail fail = {""};
    if (folder == NULL)
        folder = file_temp_folder(&fail);
    FUZZ_CLAIM(folder != NULL);
    char *path = mem_format("%s/%s", folder, name);
    char *slash = strrchr(path, '/');
    *slash = '\0';
    FUZZ_CLAIM(file_make_folder(path, &fail) == 0);
    *slash = '/';
    FUZZ_CLAIM(file_write(path, bytes, n_bytes, &fail) == 0);
    free(path);
    return folder;
}

bool fuzz_is_harmless(const char *text)
{
    if (u8_check((const uint8_t *)text, strlen(text)) != NULL)
        return false;
    for (const char *p = text; *p != '\0'; p++)
        if (((unsigned char)*p < 0x20 && *p != '\n' && *p != '\t') ||
            *p == 0x7f)
            return false;
    return true;
}
