/* SPDX-License-Identifier: MIT */
#include <archive.h>
#include <archive_entry.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/collect/collect_private.h"

/* An archive is read by its directory, entry by entry, and nothing of it is
 * ever written to a file. What is not taken is not unpacked; what is taken is
 * unpacked until it is too large. So neither a path nor a small archive of
 * something huge does any harm. */

enum { BLOCK_BYTES = 64 * 1024 };

static char *read_entry(
    void *arg, size_t max_bytes, size_t *n_bytes, char **why)
{
    struct archive *archive = arg;
    char *bytes = mem_new(max_bytes + 2, 1);
    size_t n = 0;
    la_ssize_t got = 1;
    while (n <= max_bytes && got > 0) {
        got = archive_read_data(archive, bytes + n, max_bytes + 1 - n);
        n += got > 0 ? (size_t)got : 0;
    }
    if (got < 0)
        *why = mem_format(
            "cannot be unpacked: %s", archive_error_string(archive) != NULL
                                          ? archive_error_string(archive)
                                          : "damaged");
    else if (n > max_bytes)
        *why = mem_format("larger than %zu KiB", max_bytes / 1024);
    if (*why == NULL) {
        char *exact = mem_new(n + 1, 1);
        memcpy(exact, bytes, n);
        free(bytes);
        *n_bytes = n;
        return exact;
    }
    free(bytes);
    return NULL;
}

/* Windows writes backslashes. */
static char *path_of(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);
    if (name == NULL)
        name = archive_entry_pathname(entry);
    char *path = mem_text(name != NULL ? name : "");
    for (char *at = path; *at != '\0'; at++)
        if (*at == '\\')
            *at = '/';
    return path;
}

static int look_at(struct scan *scan, struct archive *archive,
    struct archive_entry *entry, const char *name)
{
    char *path = path_of(entry);
    const size_t n = strlen(path);
    const mode_t type = archive_entry_filetype(entry);
    int result = 0;
    if (type == AE_IFLNK || archive_entry_symlink(entry) != NULL ||
        archive_entry_hardlink(entry) != NULL)
        scan_unread(
            scan, name, path, mem_text("a link, which is not followed"));
    else if (type == AE_IFDIR || (n > 0 && path[n - 1] == '/'))
        ;
    else if (type != 0 && type != AE_IFREG)
        scan_unread(scan, name, path, mem_text("no ordinary file"));
    else
        result = scan_file(
            scan, name, path, archive_entry_mtime(entry), read_entry, archive);
    free(path);
    return result;
}

static void look_at_all(
    struct scan *scan, struct archive *archive, const char *name)
{
    struct archive_entry *entry;
    int state;
    while ((state = archive_read_next_header(archive, &entry)) == ARCHIVE_OK ||
           state == ARCHIVE_WARN || state == ARCHIVE_RETRY)
        if (look_at(scan, archive, entry, name) != 0)
            return;
    if (state != ARCHIVE_EOF)
        scan_unread(scan, "", name,
            mem_format("the archive is damaged, or none: %s",
                archive_error_string(archive) != NULL
                    ? archive_error_string(archive)
                    : "it ends too early"));
}

/* Names are UTF-8 or what the archive says, whatever this terminal has. */
void scan_archive(struct scan *scan, const char *path, const char *name)
{
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 != (locale_t)0 ? uselocale(utf8) : (locale_t)0;
    struct archive *archive = archive_read_new();
    archive_read_support_format_zip_seekable(archive);
    if (archive_read_open_filename(archive, path, BLOCK_BYTES) == ARCHIVE_OK)
        look_at_all(scan, archive, name);
    else
        scan_unread(scan, "", name,
            mem_format("no zip archive that can be read: %s",
                archive_error_string(archive)));
    archive_read_free(archive);
    if (utf8 != (locale_t)0) {
        uselocale(before);
        freelocale(utf8);
    }
}
