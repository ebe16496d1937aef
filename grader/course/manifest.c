/* SPDX-License-Identifier: MIT */
#include "grader/course/manifest.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* A manifest is scanned before libconfig sees it, because old versions take
 * 4294967297 for 1 and read any file that an @include names. The scan knows
 * comments, texts in quotes, names and numbers, no more than it takes to find
 * those two, an open quote or comment, and a NUL, at which libconfig would
 * stop reading. All else is left to the parser. */

enum { MANIFEST_BYTES_MAX = 256 * 1024 };

/* The scan's place in the text. */
struct scan {
    const char *name;
    const char *at;
    unsigned line;
    struct fail *fail;
};

static int scan_fail(const struct scan *scan, unsigned line, const char *reason)
{
    return fail_set(scan->fail, "%s:%u: %s", scan->name, line, reason);
}

static void skip(struct scan *scan, size_t n)
{
    for (; n > 0 && *scan->at != '\0'; n--)
        if (*scan->at++ == '\n')
            scan->line++;
}

/* A text may not go on over the end of its line: then a quote that was
 * forgotten is found where it is missing, and not at the end of the file. */
static int scan_quoted(struct scan *scan)
{
    for (skip(scan, 1); *scan->at != '"'; skip(scan, 1)) {
        if (*scan->at == '\\' && scan->at[1] != '\n')
            skip(scan, 1);
        if (*scan->at == '\n' || *scan->at == '\0')
            return scan_fail(scan, scan->line,
                "a quote is missing; a text ends on the line it begins on");
    }
    skip(scan, 1);
    return 0;
}

static int scan_comment(struct scan *scan)
{
    const char *end = strstr(scan->at + 2, "*/");
    if (end == NULL)
        return scan_fail(
            scan, scan->line, "the comment that opens here is never closed");
    skip(scan, (size_t)(end + 2 - scan->at));
    return 0;
}

static int scan_number(struct scan *scan)
{
    const bool is_hex = scan->at[0] == '0' && tolower(scan->at[1]) == 'x';
    char *end;
    errno = 0;
    const unsigned long long value = strtoull(scan->at, &end, is_hex ? 16 : 10);
    if (errno == ERANGE || value > INT_MAX)
        return fail_set(scan->fail,
            "%s:%u: the number %.*s is too large; no key takes more "
            "than %d",
            scan->name, scan->line, (int)strspn(scan->at, "0123456789"),
            scan->at, INT_MAX);
    skip(scan, (size_t)(end - scan->at));
    return 0;
}

/* Step over one piece: a comment, a text, a number, a name, or a byte. */
static int scan_piece(struct scan *scan)
{
    const char *at = scan->at;
    if (*at == '"')
        return scan_quoted(scan);
    if (text_starts(at, "/*"))
        return scan_comment(scan);
    if (*at == '#' || text_starts(at, "//"))
        skip(scan, strcspn(at, "\n"));
    else if (isdigit((unsigned char)*at))
        return scan_number(scan);
    else if (isalpha((unsigned char)*at) || *at == '*')
        while (isalnum((unsigned char)*scan->at) ||
               (*scan->at != '\0' && strchr("-_*", *scan->at) != NULL))
            skip(scan, 1);
    else
        skip(scan, 1);
    return 0;
}

/* Wherever such a line stands, in a comment or a text, it is refused: nothing
 * is lost, and the scan need not agree with libconfig on where those end. */
static int refuse_includes(const struct scan *start)
{
    struct scan scan = *start;
    while (*scan.at != '\0') {
        if (text_starts(scan.at + strspn(scan.at, " \t"), "@include"))
            return scan_fail(&scan, scan.line,
                "@include is not allowed; write what it would include here");
        skip(&scan, strcspn(scan.at, "\n") + 1);
    }
    return 0;
}

static int scan_all(
    const char *name, const char *text, size_t n_bytes, struct fail *fail)
{
    struct scan scan = {name, text, 1, fail};
    if (refuse_includes(&scan) != 0)
        return -1;
    while (*scan.at != '\0')
        if (scan_piece(&scan) != 0)
            return -1;
    if ((size_t)(scan.at - text) != n_bytes)
        return scan_fail(
            &scan, scan.line, "a NUL byte; a manifest is plain text");
    return 0;
}

static int parse(struct manifest *manifest, const char *text, struct fail *fail)
{
    if (config_read_string(&manifest->config, text))
        return 0;
    const char *reason = config_error_text(&manifest->config);
    const int line = config_error_line(&manifest->config);
    if (reason == NULL)
        reason = "it cannot be read";
    if (strcmp(reason, "syntax error") == 0)
        reason = "syntax error; look for a missing ; or quote, or a comma too "
                 "many or too few, here or just before";
    else if (strstr(reason, "duplicate") != NULL)
        reason = "this key is here for the second time; keep one of them";
    else if (strstr(reason, "mismatched") != NULL)
        reason = "the items between [ and ] must all be texts in quotes";
    return fail_set(fail, "%s:%d: %s", manifest->name, line, reason);
}

int manifest_open(struct manifest *manifest, const char *root, const char *name,
    struct fail *fail)
{
    size_t n_bytes;
    char *path =
        name[0] == '/' ? mem_text(name) : mem_format("%s/%s", root, name);
    char *text = file_read(path, MANIFEST_BYTES_MAX, &n_bytes, fail);
    free(path);
    if (text == NULL)
        return -1;
    config_init(&manifest->config);
    manifest->name = mem_text(name);
    manifest->text = text;
    int result = scan_all(name, text, n_bytes, fail);
    if (result == 0)
        result = parse(manifest, text, fail);
    if (result != 0)
        manifest_close(manifest);
    return result;
}

void manifest_close(struct manifest *manifest)
{
    config_destroy(&manifest->config);
    free(manifest->name);
    free(manifest->text);
    manifest->name = manifest->text = NULL;
}

int manifest_fail(const struct manifest *manifest, const config_setting_t *at,
    struct fail *fail, const char *format, ...)
{
    char reason[sizeof fail->text];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    const unsigned line = config_setting_source_line(at);
    return fail_set(
        fail, "%s:%u: %s", manifest->name, line > 0 ? line : 1, reason);
}
