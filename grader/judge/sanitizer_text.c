/* SPDX-License-Identifier: MIT */
#include "grader/judge/sanitizer_text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"

/* A stack is a row of lines "#0 function file:line (module+offset)", with
 * "0x… in" before the function where gcc or AddressSanitizer print it. Only
 * numbers and names of C are taken from it, into buffers of fixed size. */

enum { LINES_MAX = 20000 };

void report_read(
    const char *text, size_t n_bytes, const char *stem, struct report *report)
{
    char *copy = mem_new(n_bytes + 1, 1);
    for (size_t i = 0; i < n_bytes; i++)
        copy[i] = text[i] == '\n' || (text[i] >= ' ' && text[i] <= '~')
                      ? text[i]
                      : '?';
    *report = (struct report){.stem = stem};
    /* The first line is where the copy starts. */
    for (char *rest = copy, *line;
         report->n < LINES_MAX && (line = strsep(&rest, "\n")) != NULL;) {
        report->lines =
            mem_grow(report->lines, report->n, sizeof *report->lines);
        report->lines[report->n++] = line;
    }
}

void report_free(struct report *report)
{
    free(report->lines[0]);
    free(report->lines);
    *report = (struct report){0};
}

size_t report_find(
    const struct report *report, size_t from, size_t end, const char *text)
{
    for (size_t i = from; i < end && i < report->n; i++)
        if (strstr(report->lines[i], text) != NULL)
            return i;
    return end;
}

/* The text behind "NAME:" where a file of this name is named; NULL. */
static const char *behind_file(const char *line, const char *name)
{
    const size_t n = strlen(name);
    for (const char *at = line; (at = strstr(at, name)) != NULL; at += n)
        if ((at == line || at[-1] == '/' || at[-1] == ' ' || at[-1] == '\'') &&
            at[n] == ':')
            return at + n + 1;
    return NULL;
}

int report_line(const char *line, const char *stem)
{
    char *name = mem_format("%s.c", stem);
    const char *number = behind_file(line, name);
    free(name);
    const long value = number == NULL ? 0 : strtol(number, NULL, 10);
    return value > 0 && value < 10000000 ? (int)value : 0;
}

/* A file of parlab's own. */
static bool is_ours(const char *line, const char *stem)
{
    char *calls = mem_format("%s_calls.c", stem);
    const bool is_ours = behind_file(line, calls) != NULL ||
                         behind_file(line, "harness.c") != NULL ||
                         behind_file(line, "checked.c") != NULL;
    free(calls);
    return is_ours;
}

/* What stands behind "#3 " or "#3 0x55… in "; NULL: no line of a stack. */
static const char *frame_text(const char *line)
{
    line += strspn(line, " ");
    if (*line++ != '#' || !isdigit((unsigned char)*line))
        return NULL;
    line += strspn(line, "0123456789");
    line += strspn(line, " ");
    if (strncmp(line, "0x", 2) == 0) {
        line += strcspn(line, " ");
        line += strncmp(line, " in ", 4) == 0 ? 4 : strspn(line, " ");
    }
    return line;
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Copy as much of a text as can be a name of C. */
static void copy_name(char name[32], const char *text)
{
    size_t n = 0;
    while (n < 31 && is_name(text[n]))
        n++;
    memcpy(name, text, n);
    name[n] = '\0';
}

/* memcpy of __interceptor_memcpy or __asan_memcpy. */
static const char *without_prefix(const char *function)
{
    static const char *const prefixes[] = {
        "__interceptor_", "___interceptor_", "__asan_"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (text_starts(function, prefixes[i]))
            return function + strlen(prefixes[i]);
    return function;
}

static bool is_of_threads(const char *line)
{
    return strstr(line, "libomp") != NULL || strstr(line, "libgomp") != NULL ||
           strstr(line, "libarcher") != NULL;
}

struct place report_place(const struct report *report, size_t from)
{
    struct place place = {0};
    const char *above = NULL;
    /* Between the heading and the stack may be a remark or two. */
    for (size_t i = 0;
         i < 4 && from < report->n && frame_text(report->lines[from]) == NULL;
         i++)
        from++;
    for (size_t i = from; i < report->n; i++) {
        const char *line = report->lines[i];
        const char *frame = frame_text(line);
        if (frame == NULL)
            break;
        place.line = report_line(frame, report->stem);
        if (place.line > 0)
            break;
        place.is_ours |= is_ours(frame, report->stem);
        place.is_runtime |= is_of_threads(line);
        above = frame;
    }
    if (above != NULL)
        copy_name(place.above, without_prefix(above));
    return place;
}

void report_name(const char *line, const char *before, char name[32])
{
    const char *at = strstr(line, before);
    name[0] = '\0';
    if (at == NULL)
        return;
    at += strlen(before);
    copy_name(name, at);
    /* clang calls a static variable of a function "function.variable" */
    if (at[strlen(name)] == '.') {
        at += strlen(name) + 1;
        copy_name(name, at);
    }
    if (at[strlen(name)] != '\'') /* longer, or no plain name */
        name[0] = '\0';
}

struct deed report_deed(
    const struct place *place, const char *does, const char *infinitive)
{
    struct deed deed;
    if (place->above[0] == '\0')
        snprintf(deed.text, sizeof deed.text, "%s", does);
    else
        snprintf(deed.text, sizeof deed.text, "has %s() %s", place->above,
            infinitive);
    return deed;
}
