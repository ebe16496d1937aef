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

/* A text that is being read. */
struct reading {
    const struct report *report;
    const char *stem;
    struct sanitizer_notes *notes;
    struct findings *findings;
};

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

/* "has memcpy() write" for a place that had memcpy() do it, else "writes". */
struct deed {
    char text[64];
};

static struct deed deed_of(
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

/* ------ races */

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
                                 ? deed_of(&first->place, "writes", "write")
                                 : deed_of(&first->place, "reads", "read");
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

static void read_race(struct reading *reading, size_t start, size_t end)
{
    const struct report *report = reading->report;
    struct access first, second;
    char variable[32] = "";
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

/* ------ memory */

/* What was missed, in words: the variable, the block, the arguments. */
struct missed {
    char text[120];
};

/* A block of the heap: "… is located 8 bytes to the right of 80-byte region",
 * in newer words "8 bytes after 80-byte region". */
static bool read_block(const struct reading *reading, size_t start, size_t end,
    struct missed *missed)
{
    const struct report *report = reading->report;
    const size_t at = report_find(report, start, end, "-byte region");
    const size_t made = report_find(report, start, end, "allocated by thread");
    if (at == end)
        return false;
    const char *line = report->lines[at];
    const bool is_before = strstr(line, "to the left of") != NULL ||
                           strstr(line, " before ") != NULL;
    const char *size = strstr(line, "-byte region");
    while (size > line && size[-1] >= '0' && size[-1] <= '9')
        size--;
    const struct place place =
        made < end ? report_place(report, made + 1) : (struct place){0};
    int n = snprintf(missed->text, sizeof missed->text,
        "%s a block of %.*s byte%s", is_before ? "before" : "behind",
        (int)strspn(size, "0123456789") % 20, size,
        text_starts(size, "1-") ? "" : "s");
    if (place.line > 0)
        snprintf(missed->text + n, sizeof missed->text - (size_t)n,
            " (allocated at %s.c:%d)", reading->stem, place.line);
    return true;
}

/* A variable: "[32, 64) 'buf' (line 12) <== Memory access at offset 64
 * overflows this variable", "0 bytes to the right of global variable 't'". */
static bool read_variable(const struct reading *reading, size_t start,
    size_t end, struct missed *missed)
{
    const struct report *report = reading->report;
    char name[32];
    size_t at = report_find(report, start, end, "flows this variable");
    if (at < end) {
        report_name(report->lines[at], ") '", name);
    } else {
        at = report_find(report, start, end, "global variable '");
        if (at < end)
            report_name(report->lines[at], "global variable '", name);
    }
    if (at == end || name[0] == '\0')
        return false;
    const char *line = report->lines[at];
    const bool is_before = strstr(line, "underflows") != NULL ||
                           strstr(line, "to the left of") != NULL ||
                           strstr(line, " before ") != NULL;
    snprintf(missed->text, sizeof missed->text, "%s the variable '%s'",
        is_before ? "before" : "behind", name);
    return true;
}

/* An argument of the call, as the runner's own line says, which stands near
 * the heading. */
static void read_argument(const struct reading *reading, size_t start,
    size_t end, struct missed *missed)
{
    static const char words[] = "parlab: behind the argument '";
    char name[32];
    const struct report *report = reading->report;
    const size_t from = start > 3 ? start - 3 : 0;
    const size_t at = report_find(report, from, end, words);
    if (at == end)
        return;
    report_name(report->lines[at], words, name);
    if (name[0] != '\0')
        snprintf(missed->text, sizeof missed->text, "behind the argument '%s'",
            name);
}

static struct missed missed_by(
    const struct reading *reading, size_t start, size_t end)
{
    struct missed missed = {"outside of every array that it may use"};
    if (strstr(reading->report->lines[start], "use-after-poison") != NULL)
        read_argument(reading, start, end, &missed);
    else if (!read_block(reading, start, end, &missed))
        read_variable(reading, start, end, &missed);
    return missed;
}

/* The line that says what was done: "WRITE of size 8 at …". */
static struct deed read_deed(const struct reading *reading, size_t start,
    size_t end, struct place *place)
{
    const struct report *report = reading->report;
    const size_t at = report_find(report, start, end, " of size ");
    *place = report_place(report, at < end ? at + 1 : start + 1);
    const bool is_write = at < end && text_starts(report->lines[at], "WRITE");
    return is_write ? deed_of(place, "writes", "write")
                    : deed_of(place, "reads", "read");
}

static void read_bounds(struct reading *reading, size_t start, size_t end)
{
    struct place place;
    const struct deed deed = read_deed(reading, start, end, &place);
    const struct missed missed = missed_by(reading, start, end);
    if (place.line > 0)
        findings_add(reading->findings, "out-of-bounds", "%s.c:%d %s %s",
            reading->stem, place.line, deed.text, missed.text);
}

static void read_freed(struct reading *reading, size_t start, size_t end)
{
    const struct report *report = reading->report;
    struct place place;
    const struct deed deed = read_deed(reading, start, end, &place);
    const size_t at = report_find(report, start, end, "freed by thread");
    const struct place freed =
        at < end ? report_place(report, at + 1) : (struct place){0};
    if (place.line == 0)
        return;
    if (strstr(report->lines[start], "double-free") != NULL)
        findings_add(reading->findings, "use-after-free",
            "%s.c:%d frees memory that %s.c:%d has freed before", reading->stem,
            place.line, reading->stem, freed.line);
    else if (freed.line > 0)
        findings_add(reading->findings, "use-after-free",
            "%s.c:%d %s memory that %s.c:%d has freed", reading->stem,
            place.line, deed.text, reading->stem, freed.line);
    else if (strstr(report->lines[start], "stack-use") != NULL)
        findings_add(reading->findings, "use-after-free",
            "%s.c:%d %s a local variable of a block that has ended",
            reading->stem, place.line, deed.text);
}

static void read_crash(struct reading *reading, size_t start, size_t end)
{
    const struct report *report = reading->report;
    const char *heading = report->lines[start];
    const struct place place = report_place(report, start + 1);
    const bool is_null =
        report_find(report, start, end, "points to the zero page") < end;
    const char *what =
        strstr(heading, "stack-overflow") != NULL
            ? "needs more stack than there is: a recursion without an end, or "
              "large local arrays"
        : strstr(heading, ": FPE ") != NULL ? "divides by zero"
        : strstr(heading, "attempting free") != NULL
            ? "frees what malloc() has not given"
        : is_null ? "goes through a null pointer"
                  : "goes through a pointer to where no memory is";
    /* Tasks of the calls crash on purpose. */
    if (place.line > 0 && !place.is_ours)
        findings_add(reading->findings, "crash", "%s.c:%d %s", reading->stem,
            place.line, what);
}

/* The words behind "AddressSanitizer: ", and who reads the rest. */
static void read_memory(struct reading *reading, size_t start, size_t end)
{
    static const struct {
        const char *kind;
        void (*read)(struct reading *reading, size_t start, size_t end);
    } kinds[] = {
        {"heap-buffer-overflow", read_bounds},
        {"stack-buffer-overflow", read_bounds},
        {"stack-buffer-underflow", read_bounds},
        {"global-buffer-overflow", read_bounds},
        {"dynamic-stack-buffer-overflow", read_bounds},
        {"use-after-poison", read_bounds},
        {"heap-use-after-free", read_freed},
        {"stack-use-after-return", read_freed},
        {"stack-use-after-scope", read_freed},
        {"attempting double-free", read_freed},
        {"attempting free on address", read_crash},
        {"SEGV", read_crash},
        {"BUS", read_crash},
        {"FPE", read_crash},
        {"stack-overflow", read_crash},
    };
    const char *words = strstr(reading->report->lines[start], asan);
    words += strlen(asan);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_starts(words, kinds[i].kind)) {
            kinds[i].read(reading, start, end);
            return;
        }
}

/* ------ leaks */

/* Only what the candidate has asked for itself: libraries keep memory. */
static void read_leaks(struct reading *reading, size_t start, size_t end)
{
    const struct report *report = reading->report;
    size_t at = start;
    if (strstr(report->lines[start], "detected memory leaks") == NULL)
        reading->notes->has_no_leaks = true;
    while ((at = report_find(report, at + 1, end, "Direct leak of ")) < end) {
        size_t n_bytes = 0, n_blocks = 0;
        const struct place place = report_place(report, at + 1);
        const bool is_own = strcmp(place.above, "malloc") == 0 ||
                            strcmp(place.above, "calloc") == 0 ||
                            strcmp(place.above, "realloc") == 0 ||
                            strcmp(place.above, "posix_memalign") == 0 ||
                            strcmp(place.above, "aligned_alloc") == 0 ||
                            strcmp(place.above, "strdup") == 0;
        if (place.line > 0 && is_own &&
            sscanf(report->lines[at], "Direct leak of %zu byte(s) in %zu",
                &n_bytes, &n_blocks) == 2)
            findings_add(reading->findings, "memory-leak",
                "%s.c:%d allocates memory that nothing frees: %zu block%s, %zu "
                "bytes in all calls together",
                reading->stem, place.line, n_blocks, n_blocks == 1 ? "" : "s",
                n_bytes);
    }
}

/* ------ undefined behaviour */

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
            read_race(&reading, i, end_of(&report, i));
        else if (strstr(line, asan) != NULL)
            read_memory(&reading, i, end_of(&report, i));
        else if (strstr(line, lsan) != NULL)
            read_leaks(&reading, i, end_of(&report, i));
        else
            read_undefined(&reading, i);
    }
    report_free(&report);
}
