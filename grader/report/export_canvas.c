/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/report/export_private.h"

/* Canvas looks for "Student", "ID", "SIS User ID", "SIS Login ID", "Section"
 * in this order, then its own further columns about people, then assignments
 * by their name or as "name (id)". The line whose first cell has "Points
 * Possible" is about no student. A note can only go where the course has a
 * column "Notes", which the roster tells; so what is not decided in full
 * stays empty, which is no grade. */

/* The roster's name of an assignment: "threads/gaussian (4711)". @return
 * borrowed; the exercise's own name where there is none. */
static const char *assignment(
    const struct roster *roster, const struct exercise *exercise)
{
    const char *const names[] = {
        exercise->name, exercise->title, exercise->stem};
    for (size_t k = 0; roster != NULL && k < 3; k++)
        for (size_t i = 0; i < roster->n_columns; i++) {
            const char *head = roster_cell(roster, 0, i);
            const size_t n = strlen(names[k]);
            if (!roster_is_about_people(roster, i) &&
                text_starts(head, names[k]) &&
                (head[n] == '\0' || text_starts(head + n, " (")))
                return head;
        }
    return exercise->name;
}

static size_t notes_column(const struct roster *roster)
{
    return roster_column(roster, "Notes");
}

static char *all_notes(const struct marks *marks, size_t student)
{
    char *made = NULL;
    size_t size, n = 0;
    FILE *to = mem_stream(&made, &size);
    for (size_t k = 0; k < marks->n_exercises; k++) {
        const struct mark *mark = export_at(marks, student, k);
        char *note = export_note(mark);
        if (*note != '\0')
            fprintf(to, "%s%s: %s", n++ > 0 ? " | " : "",
                mark->exercise->exercise->name, note);
        free(note);
    }
    fclose(to);
    return made;
}

/* @param notes  what goes to the column "Notes", if there is one
 * @param first  what goes to the first column instead of the roster's, or
 *               NULL: the roster's line */
static void print_person(FILE *to, const struct roster *roster, size_t line,
    const char *first, const char *notes)
{
    bool is_first = true;
    for (size_t i = 0; i < roster->n_columns; i++) {
        const char *cell = roster_cell(roster, line, i);
        if (!roster_is_about_people(roster, i))
            continue;
        if (first != NULL)
            cell = is_first ? first : "";
        if (notes != NULL && i == notes_column(roster))
            cell = notes;
        export_cell(to, is_first, cell);
        is_first = false;
    }
}

static void print_five(FILE *to, const char *const cells[5])
{
    for (int i = 0; i < 5; i++)
        export_cell(to, i == 0, cells[i]);
}

static void print_head(
    FILE *to, const struct marks *marks, const struct roster *roster)
{
    static const char *const head[] = {
        "Student", "ID", "SIS User ID", "SIS Login ID", "Section"};
    static const char *const possible[] = {
        "    Points Possible", "", "", "", ""};
    if (roster != NULL)
        print_person(to, roster, 0, NULL, NULL);
    else
        print_five(to, head);
    for (size_t k = 0; k < marks->n_exercises; k++)
        export_cell(
            to, false, assignment(roster, export_exercise(marks, k)->exercise));
    export_end_line(to);
    if (roster != NULL)
        print_person(to, roster, 0, possible[0], NULL);
    else
        print_five(to, possible);
    for (size_t k = 0; k < marks->n_exercises; k++) {
        char *max = export_number(
            marks->n_students > 0 ? export_at(marks, 0, k)->max_points : 0);
        export_number_cell(to, false, max);
        free(max);
    }
    export_end_line(to);
}

static void print_points(FILE *to, const struct marks *marks, size_t student)
{
    for (size_t k = 0; k < marks->n_exercises; k++) {
        const struct mark *mark = export_at(marks, student, k);
        char *points =
            mark->open_points > 0 ? mem_text("") : export_number(mark->points);
        export_number_cell(to, false, points);
        free(points);
    }
    export_end_line(to);
}

char *export_canvas(const struct marks *marks, const struct roster *roster)
{
    char *table = NULL;
    size_t size;
    FILE *to = mem_stream(&table, &size);
    print_head(to, marks, roster);
    for (size_t i = 0; i < marks->n_students; i++) {
        const char *name = marks->students[i];
        const char *const cells[] = {name, "", "", name, ""};
        const size_t line = roster != NULL ? roster_find(roster, name) : 0;
        char *notes = all_notes(marks, i);
        if (roster == NULL)
            print_five(to, cells);
        else if (line != 0)
            print_person(to, roster, line, NULL, notes);
        if (roster == NULL || line != 0)
            print_points(to, marks, i);
        free(notes);
    }
    fclose(to);
    return table;
}
