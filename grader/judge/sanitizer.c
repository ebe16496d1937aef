/* SPDX-License-Identifier: MIT */
#include "grader/judge/sanitizer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/text.h"
#include "grader/judge/sanitizer_text.h"

/* Every report has a heading by which it is known, stacks under headings of
 * their own, and ends where the next one begins. What is not understood is
 * left out: no finding is better than one that leads to the wrong place. */

enum { REPORTS_MAX = 100 }; /* in a text; a program can print any number */

static const char asan[] = "ERROR: AddressSanitizer: ";
static const char tsan[] = "WARNING: ThreadSanitizer: ";
static const char lsan[] = "ERROR: LeakSanitizer: ";

/* Where the report ends that begins on a line. */
static size_t end_of(const struct report *report, size_t start)
{
    static const char *const next[] = {asan, tsan, lsan};
    size_t end = report->n;
    for (size_t i = 0; i < sizeof next / sizeof *next; i++)
        end = report_find(report, start + 1, end, next[i]);
    return end;
}

/* Whether a line of the candidate asked for the memory itself: libraries keep
 * some as well. */
static bool is_own(const struct place *place)
{
    static const char *const functions[] = {"malloc", "calloc", "realloc",
        "aligned_alloc", "posix_memalign", "strdup"};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (place->line > 0 && strcmp(place->above, functions[i]) == 0)
            return true;
    return false;
}

/* Blocks of one line are listed apart where the stacks above it differ. */
static void read_leaks(struct reading *reading, size_t start, size_t end)
{
    const struct report *report = reading->report;
    size_t at = start, all_bytes = 0, all_blocks = 0;
    int line = 0;
    if (strstr(report->lines[start], "detected memory leaks") == NULL)
        reading->notes->has_no_leaks = true;
    while ((at = report_find(report, at + 1, end, "Direct leak of ")) < end) {
        size_t n_bytes, n_blocks;
        const struct place place = report_place(report, at + 1);
        if (!is_own(&place) || (line > 0 && place.line != line) ||
            sscanf(report->lines[at], "Direct leak of %zu byte(s) in %zu",
                &n_bytes, &n_blocks) != 2)
            continue;
        line = place.line;
        all_bytes += n_bytes;
        all_blocks += n_blocks;
    }
    if (line > 0)
        findings_add(reading->findings, "memory-leak",
            "%s.c:%d allocates memory that nothing frees: %zu block%s of %zu "
            "bytes together",
            reading->stem, line, all_blocks, all_blocks == 1 ? "" : "s",
            all_bytes);
}

static void read_undefined(struct reading *reading, size_t at)
{
    static const char mark[] = ": runtime error: ";
    const char *line = reading->report->lines[at];
    const char *words = strstr(line, mark);
    const int number = report_line(line, reading->stem);
    if (words == NULL || number == 0)
        return;
    words += strlen(mark);
    findings_add(reading->findings,
        strstr(words, "out of bounds") != NULL ? "out-of-bounds"
                                               : "undefined-behaviour",
        "%s.c:%d: %.160s", reading->stem, number, words);
}

void sanitizer_read(const char *text, size_t n_bytes, const char *stem,
    struct sanitizer_notes *notes, struct findings *findings)
{
    struct report report;
    report_read(text, n_bytes, stem, &report);
    struct reading reading = {&report, stem, notes, findings};
    size_t n_reports = 0;
    for (size_t i = 0; i < report.n && n_reports < REPORTS_MAX; i++) {
        const char *line = report.lines[i];
        notes->has_archer |= strstr(line, "Archer detected OpenMP") != NULL;
        notes->has_no_leaks |=
            strstr(line, "LeakSanitizer has encountered a fatal") != NULL;
        n_reports += strstr(line, "Sanitizer: ") != NULL;
        if (strstr(line, tsan) != NULL)
            report_read_race(&reading, i, end_of(&report, i));
        else if (strstr(line, asan) != NULL)
            report_read_memory(&reading, i, end_of(&report, i));
        else if (strstr(line, lsan) != NULL)
            read_leaks(&reading, i, end_of(&report, i));
        else
            read_undefined(&reading, i);
    }
    report_free(&report);
}
