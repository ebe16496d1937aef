/* SPDX-License-Identifier: MIT */
#include "grader/judge/sanitizer_text.h"

#include <stdio.h>
#include <string.h>

#include "grader/base/text.h"

/* The heading says what sort of mistake it is and the first stack where; what
 * was missed by how much stands behind that, in words that change from
 * release to release. So the place counts, and the rest is said when it is
 * understood. */

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
    else if (place.is_ours)
        snprintf(missed->text + n, sizeof missed->text - (size_t)n,
            " that it was given");
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
    return is_write ? report_deed(place, "writes", "write")
                    : report_deed(place, "reads", "read");
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

/* By the words behind "AddressSanitizer: ". */
void report_read_memory(struct reading *reading, size_t start, size_t end)
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
    static const char asan[] = "AddressSanitizer: ";
    const char *words = strstr(reading->report->lines[start], asan);
    if (words == NULL)
        return;
    words += strlen(asan);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_starts(words, kinds[i].kind)) {
            kinds[i].read(reading, start, end);
            return;
        }
}
