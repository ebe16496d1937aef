/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/report/export_private.h"

/* Tables, as RFC 4180 has them: commas, CRLF, and quotes around each text. A
 * spreadsheet takes a cell for a formula by its first character, quotes or
 * not; a "'" before it is what all of them take for "this is text". Control
 * characters have become harmless before, and a cell is one line. */

static bool is_formula(const char *text)
{
    static const char *const wide[] = {"＝", "＋", "－", "＠"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (text_starts(text, wide[i]))
            return true;
    return *text != '\0' && strchr("=+-@\t\r\n", *text) != NULL;
}

void export_cell(FILE *to, bool is_first, const char *text)
{
    char *safe = text_safe(text, strlen(text), SIZE_MAX);
    if (!is_first)
        fputc(',', to);
    fputc('"', to);
    if (is_formula(text))
        fputc('\'', to);
    for (const char *p = safe; *p != '\0'; p++) {
        if (*p == '"')
            fputc('"', to);
        fputc(*p == '\n' || *p == '\t' ? ' ' : *p, to);
    }
    fputc('"', to);
    free(safe);
}

void export_number_cell(FILE *to, bool is_first, const char *number)
{
    fprintf(to, "%s%s", is_first ? "" : ",", number);
}

void export_end_line(FILE *to)
{
    fputs("\r\n", to);
}

static void print_points(FILE *to, const struct mark *mark)
{
    char *points =
        export_is_undecided(mark) ? mem_text("") : export_number(mark->points);
    export_number_cell(to, false, points);
    free(points);
}

static void print_number(FILE *to, double number)
{
    char *text = export_number(number);
    export_number_cell(to, false, text);
    free(text);
}

static void print_csv_head(FILE *to, const struct marks *marks)
{
    export_cell(to, true, "student");
    export_cell(to, false, "points");
    export_cell(to, false, "open points");
    export_cell(to, false, "max points");
    for (size_t k = 0; k < marks->n_exercises; k++) {
        const char *name = export_exercise(marks, k)->exercise->name;
        char *open = mem_format("%s open", name);
        char *note = mem_format("%s note", name);
        export_cell(to, false, name);
        export_cell(to, false, open);
        export_cell(to, false, note);
        free(note);
        free(open);
    }
    export_end_line(to);
}

char *export_csv(const struct marks *marks)
{
    char *table = NULL;
    size_t size;
    FILE *to = mem_stream(&table, &size);
    print_csv_head(to, marks);
    for (size_t i = 0; i < marks->n_students; i++) {
        export_cell(to, true, marks->students[i]);
        print_number(to, marks->totals[i].points);
        print_number(to, marks->totals[i].open_points);
        print_number(to, marks->totals[i].max_points);
        for (size_t k = 0; k < marks->n_exercises; k++) {
            const struct mark *mark = export_at(marks, i, k);
            char *note = export_note(mark);
            print_points(to, mark);
            print_number(to, mark->open_points);
            export_cell(to, false, note);
            free(note);
        }
        export_end_line(to);
    }
    fclose(to);
    return table;
}

char *export_index(const struct marks *marks, char *const files[])
{
    char *table = NULL;
    size_t size;
    FILE *to = mem_stream(&table, &size);
    export_cell(to, true, "file");
    export_cell(to, false, "student");
    export_end_line(to);
    for (size_t i = 0; i < marks->n_students; i++) {
        export_cell(to, true, files[i]);
        export_cell(to, false, marks->students[i]);
        export_end_line(to);
    }
    fclose(to);
    return table;
}

/* The roster's cells about people, of one line. */
static void print_person(FILE *to, const struct roster *roster, size_t line)
{
    bool is_first = true;
    for (size_t i = 0; i < roster->n_columns; i++) {
        if (!roster_is_about_people(roster, i))
            continue;
        export_cell(to, is_first, roster_cell(roster, line, i));
        is_first = false;
    }
}

/* @param line  of the roster; 0 for somebody who is not there */
static void print_moodle_marks(
    FILE *to, const struct marks *marks, size_t student)
{
    for (size_t k = 0; k < marks->n_exercises; k++) {
        const struct mark *mark = export_at(marks, student, k);
        char *summary = export_summary(mark), *note = export_note(mark);
        char *feedback = mem_format("%s%s%s", note,
            *note != '\0' && *summary != '\0' ? " | " : "", summary);
        print_points(to, mark);
        export_cell(to, false, feedback);
        free(feedback);
        free(note);
        free(summary);
    }
    export_end_line(to);
}

char *export_moodle(const struct marks *marks, const struct roster *roster,
    enum export_identity identity)
{
    static const char *const heads[] = {[EXPORT_USERNAME] = "Username",
        [EXPORT_EMAIL] = "Email address",
        [EXPORT_ID_NUMBER] = "ID number"};
    char *table = NULL;
    size_t size;
    FILE *to = mem_stream(&table, &size);
    if (roster != NULL)
        print_person(to, roster, 0);
    else
        export_cell(to, true, heads[identity]);
    for (size_t k = 0; k < marks->n_exercises; k++) {
        const char *name = export_exercise(marks, k)->exercise->name;
        char *feedback = mem_format("Feedback: %s", name);
        export_cell(to, false, name);
        export_cell(to, false, feedback);
        free(feedback);
    }
    export_end_line(to);
    for (size_t i = 0; i < marks->n_students; i++) {
        const size_t line =
            roster != NULL ? roster_find(roster, marks->students[i]) : 0;
        if (roster != NULL && line == 0)
            continue;
        if (roster != NULL)
            print_person(to, roster, line);
        else
            export_cell(to, true, marks->students[i]);
        print_moodle_marks(to, marks, i);
    }
    fclose(to);
    return table;
}
