/* SPDX-License-Identifier: MIT */
#include "grader/judge/sanitizer_text.h"

#include <stdio.h>
#include <string.h>

#include "grader/base/text.h"

/* A race has two ends. Where one of them cannot be told, or lies in a library,
 * it is left out: it need not be the candidate's. */

/* One of the two accesses that a race is made of. */
struct access {
    bool is_write;
    struct place place;
};

static bool read_access(
    const struct report *report, size_t line, size_t end, struct access *access)
{
    if (line >= end)
        return false;
    access->is_write = strstr(report->lines[line], "rite of size") != NULL;
    access->place = report_place(report, line + 1);
    return true;
}

/* The line of the first access: "Write of size 8 at …", "Atomic read of …". */
static size_t find_access(
    const struct report *report, size_t from, size_t end, bool is_previous)
{
    for (size_t i = from; i < end; i++) {
        const char *line = report->lines[i] + strspn(report->lines[i], " ");
        const bool is_access =
            strstr(line, " of size ") != NULL && strstr(line, " at 0x") != NULL;
        if (is_access && text_starts(line, "Previous ") == is_previous)
            return i;
    }
    return end;
}

/* Whether threads of OpenMP take part: they are made by its library. */
static bool has_openmp_threads(
    const struct report *report, size_t start, size_t end)
{
    return report_find(report, start, end, "libomp") < end ||
           report_find(report, start, end, "libgomp") < end ||
           report_find(report, start, end, ".omp_outlined") < end;
}

/* A race of a worker with the harness, which looks at the arguments when the
 * candidate has returned. */
static void add_late_write(struct reading *reading, const struct access *first,
    const struct access *second)
{
    const struct access *own = first->place.line > 0 ? first : second;
    const struct access *other = own == first ? second : first;
    if (own->place.line > 0 && own->is_write && other->place.line == 0 &&
        other->place.is_ours)
        findings_add(reading->findings, "writes-after-return",
            "%s.c:%d writes to an argument, and nothing makes the function "
            "wait for that before it returns",
            reading->stem, own->place.line);
}

static void add_race(struct reading *reading, const struct access *first,
    const struct access *second, const char *variable)
{
    char what[40] = "memory";
    const bool is_free = strcmp(first->place.above, "free") == 0;
    const struct deed deed = is_free ? (struct deed){"frees"}
                             : first->is_write
                                 ? report_deed(&first->place, "writes", "write")
                                 : report_deed(&first->place, "reads", "read");
    if (variable[0] != '\0')
        snprintf(what, sizeof what, "'%s'", variable);
    const char *does = second->is_write ? "writes" : "reads";
    if (first->place.line != second->place.line)
        findings_add(reading->findings, "race",
            "%s.c:%d %s %s while another thread %s it at %s.c:%d",
            reading->stem, first->place.line, deed.text, what, does,
            reading->stem, second->place.line);
    else
        findings_add(reading->findings, "race",
            "%s.c:%d %s %s while another thread, on the same line, %s it",
            reading->stem, first->place.line, deed.text, what, does);
}

void report_read_race(struct reading *reading, size_t start, size_t end)
{
    const struct report *report = reading->report;
    struct access first, second;
    char variable[32] = "";
    /* A task's data is handed from one thread to another inside of the OpenMP
     * library, which the checker does not always see. */
    if (report_find(report, start, end, "omp_task_entry") < end)
        return;
    if (strstr(report->lines[start], "data race") == NULL ||
        (has_openmp_threads(report, start, end) && !reading->notes->has_archer))
        return;
    if (!read_access(
            report, find_access(report, start, end, false), end, &first) ||
        !read_access(
            report, find_access(report, start, end, true), end, &second) ||
        first.place.is_runtime || second.place.is_runtime)
        return;
    const size_t location =
        report_find(report, start, end, "Location is global '");
    if (location < end)
        report_name(report->lines[location], "Location is global '", variable);
    if (first.place.line > 0 && second.place.line > 0)
        add_race(reading, &first, &second, variable);
    else
        add_late_write(reading, &first, &second);
}
