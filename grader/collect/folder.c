/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/collect/collect_private.h"

/* A folder is gone through by name, without following a link. An archive that
 * lies at its top is a download and is gone through as well. */

enum { DEPTH_MAX = 16 };

static char *read_file(void *arg, size_t max_bytes, size_t *n_bytes, char **why)
{
    struct fail fail;
    char *bytes = file_read_submission(arg, max_bytes, n_bytes, &fail);
    if (bytes == NULL)
        *why = mem_text(fail.text);
    return bytes;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), n_end = strlen(end);
    return n >= n_end && strcmp(text + n - n_end, end) == 0;
}

/* Gradebooks and what SQLite puts beside them. */
static bool is_gradebook(const char *name)
{
    return ends_with(name, ".sqlite") || strstr(name, ".sqlite-") != NULL ||
           ends_with(name, ".sqlite.lock");
}

static int look_at_file(struct scan *scan, FTSENT *at, const char *path)
{
    const bool is_top = at->fts_level == 1;
    if (is_top && is_gradebook(at->fts_name))
        return 0;
    if (is_top && ends_with(at->fts_name, ".zip")) {
        scan_archive(scan, at->fts_accpath, at->fts_name);
        return 0;
    }
    return scan_file(
        scan, "", path, at->fts_statp->st_mtime, read_file, at->fts_accpath);
}

/* @return 0; -1: enough was seen. */
static int look_at(struct scan *scan, FTS *tree, FTSENT *at, size_t n_root)
{
    const char *path = at->fts_path + n_root;
    switch (at->fts_info) {
    case FTS_F:
        return look_at_file(scan, at, path);
    case FTS_D:
        if (at->fts_level > DEPTH_MAX)
            scan_unread(
                scan, "", path, mem_text("too many folders inside each other"));
        else if (at->fts_level > 0 && at->fts_name[0] == '.')
            scan_unread(scan, "", path, mem_text("hidden"));
        else
            return 0;
        fts_set(tree, at, FTS_SKIP);
        return 0;
    case FTS_DP:
        return 0;
    case FTS_SL:
    case FTS_SLNONE:
        scan_unread(scan, "", path, mem_text("a link, which is not followed"));
        return 0;
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        scan_unread(scan, "", path, mem_text(strerror(at->fts_errno)));
        return 0;
    default:
        scan_unread(scan, "", path, mem_text("no ordinary file"));
        return 0;
    }
}

int scan_folder(struct scan *scan, const char *path, struct fail *fail)
{
    char *root = mem_text(path);
    for (size_t n = strlen(root); n > 1 && root[n - 1] == '/'; n--)
        root[n - 1] = '\0';
    char *roots[] = {root, NULL};
    FTS *tree =
        fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
    int result = 0;
    if (tree == NULL)
        result = fail_errno(fail, "cannot look into %s", path);
    const size_t n_root = strlen(root) + (strcmp(root, "/") != 0);
    FTSENT *at;
    while (result == 0 && (at = fts_read(tree)) != NULL) {
        if (at->fts_level == 0 && at->fts_info == FTS_DNR) {
            errno = at->fts_errno;
            result = fail_errno(fail, "cannot look into %s", path);
        } else if (look_at(scan, tree, at, at->fts_level > 0 ? n_root : 0) !=
                   0) {
            break;
        }
    }
    if (tree != NULL)
        fts_close(tree);
    free(root);
    return result;
}
