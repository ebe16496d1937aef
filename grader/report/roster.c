/* SPDX-License-Identifier: MIT */
#include "grader/report/roster.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* A name is found only when it is certain: two lines that fit are none. A
 * short line is filled up with empty cells, a long one is refused. */

enum {
    BYTES_MAX = 8 << 20,
    COLUMNS_MAX = 1000,
    LINES_MAX = 100000,
    WORDS_MAX = 32, /* of a name */
};

/* The columns about people, of Moodle's and of Canvas' tables. Each of the
 * first ones alone says who somebody is. */
static const char *const heads[] = {"Student", "ID", "SIS User ID",
    "SIS Login ID", "Integration ID", "Identifier", "Full name", "ID number",
    "Email address", "Username",
    /* not known by */ "First name", "Last name", "Surname", "Root Account",
    "Section", "Institution", "Department", "Notes"};
enum { N_HEADS = sizeof heads / sizeof *heads, N_KNOWN = 10 };

/* The text while it is read. */
struct reading {
    const char *at;
    const char *origin;
    char separator;
    size_t n_cells; /* of this line so far */
    struct roster *roster;
    struct fail *fail;
};

void roster_free(struct roster *roster)
{
    if (roster == NULL)
        return;
    for (size_t i = 0; i < roster->n_lines * roster->n_columns; i++)
        free(roster->cells[i]);
    free(roster->cells);
    free(roster);
}

const char *roster_cell(const struct roster *roster, size_t line, size_t column)
{
    return roster->cells[line * roster->n_columns + column];
}

size_t roster_column(const struct roster *roster, const char *head)
{
    for (size_t i = 0; i < roster->n_columns; i++)
        if (strcmp(roster_cell(roster, 0, i), head) == 0)
            return i;
    return roster->n_columns;
}

static int refuse(const struct reading *reading, const char *why)
{
    return fail_set(reading->fail, "%s, line %zu of the table: %s",
        reading->origin, reading->roster->n_lines + 1, why);
}

bool roster_is_about_people(const struct roster *roster, size_t column)
{
    for (int i = 0; i < N_HEADS; i++)
        if (strcmp(roster_cell(roster, 0, column), heads[i]) == 0)
            return true;
    return false;
}

/* Print a cell in quotes, after the first of them. */
static int take_quoted(struct reading *reading, FILE *to)
{
    for (;; reading->at++) {
        if (*reading->at == '\0')
            return refuse(reading, "a quote has no end");
        if (*reading->at == '"' && *++reading->at != '"')
            return 0;
        fputc(*reading->at, to);
    }
}

static bool ends_cell(const struct reading *reading)
{
    const char c = *reading->at;
    return c == '\0' || c == '\n' || c == reading->separator ||
           (c == '\r' && reading->at[1] == '\n');
}

static int take_cell(struct reading *reading, char **cell)
{
    size_t size;
    int result = 0;
    FILE *to = mem_stream(cell, &size);
    if (*reading->at == '"') {
        reading->at++;
        result = take_quoted(reading, to);
    }
    while (result == 0 && !ends_cell(reading))
        fputc(*reading->at++, to);
    fclose(to);
    return result;
}

static int add_cell(struct reading *reading, char *cell)
{
    struct roster *roster = reading->roster;
    const size_t n = roster->n_lines * roster->n_columns + reading->n_cells;
    const bool is_head = roster->n_lines == 0;
    if (reading->n_cells >= (is_head ? COLUMNS_MAX : roster->n_columns)) {
        free(cell);
        return refuse(reading, "it has too many cells");
    }
    roster->cells = mem_grow(roster->cells, n, sizeof *roster->cells);
    roster->cells[n] = cell;
    reading->n_cells++;
    return 0;
}

static int take_line(struct reading *reading)
{
    int result = 0;
    bool is_more = true;
    for (reading->n_cells = 0; is_more && result == 0;) {
        char *cell = NULL;
        result = take_cell(reading, &cell);
        if (result == 0)
            result = add_cell(reading, cell);
        else
            free(cell);
        is_more = *reading->at == reading->separator;
        reading->at += is_more;
    }
    if (reading->roster->n_lines == 0)
        reading->roster->n_columns = reading->n_cells;
    while (result == 0 && reading->n_cells < reading->roster->n_columns)
        result = add_cell(reading, mem_text(""));
    reading->at += strspn(reading->at, "\r\n");
    if (result == 0) {
        reading->roster->n_lines++;
        reading->n_cells = 0;
    }
    return result;
}

/* Cells of a line that was refused half way are beyond the count. */
static void drop_rest(struct reading *reading)
{
    struct roster *roster = reading->roster;
    const size_t n = roster->n_lines * roster->n_columns;
    for (size_t i = 0; i < reading->n_cells; i++)
        free(roster->cells[n + i]);
}

struct roster *roster_parse(
    const char *text, const char *origin, struct fail *fail)
{
    static const char mark[] = "\xef\xbb\xbf";
    struct reading reading = {.origin = origin, .fail = fail};
    int result = 0;
    reading.roster = mem_new(1, sizeof *reading.roster);
    reading.at = text + (text_starts(text, mark) ? strlen(mark) : 0);
    reading.at += strspn(reading.at, "\r\n");
    const size_t n_head = strcspn(reading.at, ",;\n");
    reading.separator = reading.at[n_head] == ';' ? ';' : ',';
    if (u8_check((const uint8_t *)text, strlen(text)) != NULL)
        result = fail_set(fail, "%s is not UTF-8", origin);
    else if (*reading.at == '\0')
        result = fail_set(fail, "%s is empty", origin);
    while (result == 0 && *reading.at != '\0')
        result = reading.roster->n_lines < LINES_MAX
                     ? take_line(&reading)
                     : refuse(&reading, "these are too many lines");
    if (result == 0)
        return reading.roster;
    drop_rest(&reading);
    roster_free(reading.roster);
    return NULL;
}

struct roster *roster_read(const char *path, struct fail *fail)
{
    size_t n;
    char *text = file_read(path, BYTES_MAX, &n, fail);
    struct roster *roster = NULL;
    if (text != NULL && strlen(text) != n)
        fail_set(fail, "%s is no table: it holds NUL bytes", path);
    else if (text != NULL)
        roster = roster_parse(text, path, fail);
    free(text);
    return roster;
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Words are what lies between characters that are no letters and digits.
 * @return how many. */
static size_t split(const char *text, size_t n_bytes, char *words[WORDS_MAX])
{
    size_t n = 0, start = 0;
    for (size_t i = 0; i <= n_bytes && n < WORDS_MAX;) {
        ucs4_t c = ' ';
        int length = 1;
        if (i < n_bytes)
            length = u8_mbtouc(&c, (const uint8_t *)text + i, n_bytes - i);
        if (!uc_is_general_category_withtable(c,
                UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N)) {
            if (i > start)
                words[n++] = mem_format("%.*s", (int)(i - start), text + start);
            start = i + (size_t)length;
        }
        i += (size_t)length;
    }
    return n;
}

/* @return new text: what is left of a name when only its letters and digits
 * count, without their case; its words in the order of the alphabet or as
 * they are. */
static char *fold(const char *name, bool is_sorted)
{
    char *words[WORDS_MAX], *made = NULL;
    size_t n_folded = 0, size;
    uint8_t *folded = u8_casefold((const uint8_t *)name, strlen(name), NULL,
        UNINORM_NFC, NULL, &n_folded);
    const size_t n =
        folded != NULL ? split((const char *)folded, n_folded, words) : 0;
    if (is_sorted)
        qsort(words, n, sizeof *words, compare_words);
    FILE *to = mem_stream(&made, &size);
    for (size_t i = 0; i < n; i++) {
        fputs(words[i], to);
        free(words[i]);
    }
    fclose(to);
    free(folded);
    return made;
}

char *roster_name(const struct roster *roster, size_t line)
{
    static const char *const named[] = {
        "Student", "Full name", "First name", "Last name", "Surname", NULL};
    char *made = NULL;
    size_t size;
    FILE *to = mem_stream(&made, &size);
    for (const char *const *head = named; *head != NULL; head++) {
        const size_t column = roster_column(roster, *head);
        if (column < roster->n_columns)
            fprintf(to, "%s%s", ftell(to) > 0 ? " " : "",
                roster_cell(roster, line, column));
    }
    fclose(to);
    return made;
}

static bool is_cell(const struct roster *roster, size_t line, const char *name)
{
    char *wanted = fold(name, false);
    bool is_it = false;
    for (int i = 0; *wanted != '\0' && !is_it && i < N_KNOWN; i++) {
        const size_t column = roster_column(roster, heads[i]);
        if (column == roster->n_columns)
            continue;
        char *cell = fold(roster_cell(roster, line, column), false);
        is_it = strcmp(cell, wanted) == 0;
        free(cell);
    }
    free(wanted);
    return is_it;
}

static bool is_name(const struct roster *roster, size_t line, const char *name)
{
    char *person = roster_name(roster, line);
    char *sorted = fold(person, true), *wanted = fold(name, true);
    char *joined = fold(person, false);
    const bool is_it = *wanted != '\0' && (strcmp(sorted, wanted) == 0 ||
                                              strcmp(joined, wanted) == 0);
    free(joined);
    free(wanted);
    free(sorted);
    free(person);
    return is_it;
}

static size_t find_by(const struct roster *roster, const char *name,
    bool (*is_it)(const struct roster *, size_t, const char *))
{
    size_t found = 0;
    for (size_t line = 1; line < roster->n_lines; line++) {
        if (!is_it(roster, line, name))
            continue;
        if (found != 0)
            return 0;
        found = line;
    }
    return found;
}

size_t roster_find(const struct roster *roster, const char *name)
{
    const size_t found = find_by(roster, name, is_cell);
    return found != 0 ? found : find_by(roster, name, is_name);
}
