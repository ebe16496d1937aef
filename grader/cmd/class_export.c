/* SPDX-License-Identifier: MIT */
#include "grader/cmd/class_export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/class_files.h"

/* Marks come from the gradebook, or from verdicts of one student, which is
 * how an autograder in a container uses it; from there on both go the same
 * way. What is open is listed on standard error whatever the form, since a
 * table that is handed on is not read again. */

enum { OPEN_SHOWN = 20 };

/* One student from files; who it is the files do not say. */
static struct marks *read_verdicts(const struct export_request *request,
    const struct policy *policy, struct fail *fail)
{
    const struct policy_exercise **all =
        mem_new(policy->n_exercises, sizeof *all);
    size_t n = 0;
    for (size_t i = 0; i < policy->n_exercises; i++)
        if (request->exercises.n == 0 ||
            class_is_named(
                &request->exercises, policy->exercises[i].exercise->name))
            all[n++] = &policy->exercises[i];
    struct marks *marks =
        export_verdicts(request->student != NULL ? request->student : "student",
            all, n, args_view(&request->from), fail);
    free(all);
    return marks;
}

/* Exercises that were named; else all, or those that there are files about. */
static bool is_chosen(const struct export_request *request,
    const struct marks *marks, size_t exercise)
{
    const struct mark *mark = &marks->marks[exercise];
    if (request->exercises.n > 0)
        return class_is_named(
            &request->exercises, mark->exercise->exercise->name);
    return !request->is_from || mark->is_graded;
}

static bool is_student(const struct export_request *request, const char *name)
{
    return request->student == NULL || strcmp(request->student, name) == 0;
}

/* The part of a table that is asked for; its marks are borrowed from it.
 * @return release with free_part(). */
static struct marks *take_part(
    const struct export_request *request, const struct marks *marks)
{
    struct marks *part = mem_new(1, sizeof *part);
    part->students = mem_new(marks->n_students + 1, sizeof *part->students);
    part->totals = mem_new(marks->n_students, sizeof *part->totals);
    part->marks =
        mem_new(marks->n_students * marks->n_exercises, sizeof *part->marks);
    size_t n = 0;
    for (size_t k = 0; marks->n_students > 0 && k < marks->n_exercises; k++)
        part->n_exercises += is_chosen(request, marks, k);
    for (size_t i = 0; i < marks->n_students; i++) {
        if (!is_student(request, marks->students[i]))
            continue;
        struct mark_total *total = &part->totals[part->n_students];
        part->students[part->n_students++] = marks->students[i];
        total->student = marks->students[i];
        for (size_t k = 0; k < marks->n_exercises; k++) {
            const struct mark *mark = &marks->marks[i * marks->n_exercises + k];
            if (!is_chosen(request, marks, k))
                continue;
            part->marks[n++] = *mark;
            total->points += mark->exercise->weight * mark->points;
            total->open_points += mark->exercise->weight * mark->open_points;
            total->max_points += mark->exercise->weight * mark->max_points;
        }
    }
    return part;
}

static void free_part(struct marks *part)
{
    free(part->students);
    free(part->totals);
    free(part->marks);
    free(part);
}

/* @return how many. */
static size_t list_open(const struct marks *marks)
{
    size_t n = 0;
    for (size_t i = 0; i < marks->n_students * marks->n_exercises; i++) {
        const struct mark *mark = &marks->marks[i];
        if (mark->open_points <= 0 || n++ >= OPEN_SHOWN)
            continue;
        char *note = export_note(mark);
        fputs("open: ", stderr);
        text_print_safe(stderr, mark->student, strlen(mark->student), 60);
        fprintf(stderr, ", %s: %s\n", mark->exercise->exercise->name, note);
        free(note);
    }
    if (n > OPEN_SHOWN)
        fprintf(stderr, "open: %zu more\n", n - OPEN_SHOWN);
    return n;
}

/* @return how many students the roster has not, or not certainly. */
static size_t list_strangers(
    const struct marks *marks, const struct roster *roster)
{
    size_t n = 0;
    for (size_t i = 0; roster != NULL && i < marks->n_students; i++) {
        const char *name = marks->students[i];
        if (roster_find(roster, name) != 0)
            continue;
        fputs("left out, not found in the roster: ", stderr);
        text_print_safe(stderr, name, strlen(name), 60);
        fputc('\n', stderr);
        n++;
    }
    return n;
}

/* A line of Canvas' table has the most points in place of a person. */
static bool is_person(const char *name)
{
    return *name != '\0' &&
           !text_starts(name + strspn(name, " "), "Points Possible");
}

/* Who is in the roster and handed in nothing at all: no line is written, and
 * the other system leaves them as they are. */
static void list_absent(const struct marks *marks, const struct roster *roster)
{
    size_t n = 0;
    bool *are_there = mem_new(roster->n_lines, sizeof *are_there);
    for (size_t i = 0; i < marks->n_students; i++)
        are_there[roster_find(roster, marks->students[i])] = true;
    for (size_t line = 1; line < roster->n_lines; line++) {
        char *name = roster_name(roster, line);
        if (!are_there[line] && is_person(name) && n++ < OPEN_SHOWN) {
            fputs("in the roster, but not in the gradebook: ", stderr);
            text_print_safe(stderr, name, strlen(name), 60);
            fputc('\n', stderr);
        }
        free(name);
    }
    if (n > OPEN_SHOWN)
        fprintf(stderr, "in the roster only: %zu more\n", n - OPEN_SHOWN);
    free(are_there);
}

static char *make_text(const struct export_request *request,
    const struct marks *marks, size_t student, const struct policy *policy)
{
    switch (request->format) {
    case EXPORT_CSV:
        return export_csv(marks);
    case EXPORT_MOODLE:
        return export_moodle(marks, request->roster, request->identity);
    case EXPORT_CANVAS:
        return export_canvas(marks, request->roster);
    case EXPORT_GRADESCOPE:
        return export_gradescope(marks, student);
    case EXPORT_AUTOLAB:
        return export_autolab(marks, student);
    case EXPORT_JUNIT:
        return export_junit(marks);
    default: {
        json_t *json = export_json(marks, policy);
        char *text = json_dumps(
            json, JSON_INDENT(2) | JSON_REAL_PRECISION(9) | JSON_ENSURE_ASCII);
        json_decref(json);
        char *line = mem_format("%s\n", text);
        free(text);
        return line;
    }
    }
}

static int write_files(const struct export_request *request,
    const struct marks *marks, const struct policy *policy, struct fail *fail)
{
    const char *ending = request->format == EXPORT_GRADESCOPE ? "json" : "txt";
    char **names = class_file_names(marks, ending);
    int result = class_write_index(request->output, marks, names, fail);
    for (size_t i = 0; result == 0 && i < marks->n_students; i++) {
        char *path = mem_format("%s/%s", request->output, names[i]);
        char *text = make_text(request, marks, i, policy);
        result = file_replace(path, text, strlen(text), fail);
        free(text);
        free(path);
    }
    class_free_names(names);
    return result;
}

static int write_out(const struct export_request *request,
    const struct marks *marks, const struct policy *policy, struct fail *fail)
{
    if (export_is_per_student(request) && !request->is_from &&
        request->student == NULL)
        return write_files(request, marks, policy, fail);
    char *text = make_text(request, marks, 0, policy);
    int result = 0;
    if (request->output != NULL)
        result = file_replace(request->output, text, strlen(text), fail);
    else
        fputs(text, stdout);
    free(text);
    return result;
}

static int export_marks(struct export_request *request, const struct marks *all,
    const struct policy *policy)
{
    struct fail fail;
    struct marks *marks = take_part(request, all);
    int code = CMD_FULL;
    if (marks->n_students == 0 || marks->n_exercises == 0) {
        fail_set(&fail, "there is nothing to export: no such student, or "
                        "no such exercise among those that count");
        code = CMD_BROKEN;
    } else if (request->roster_path != NULL &&
               (request->roster = roster_read(request->roster_path, &fail)) ==
                   NULL) {
        code = CMD_BROKEN;
    } else if (write_out(request, marks, policy, &fail) != 0) {
        code = CMD_BROKEN;
    } else {
        const size_t n = list_open(marks);
        if (request->roster != NULL && request->student == NULL)
            list_absent(marks, request->roster);
        if (list_strangers(marks, request->roster) + n > 0)
            code = CMD_PARTIAL;
    }
    if (code == CMD_BROKEN)
        fprintf(stderr, "parlab: %s\n", fail.text);
    roster_free(request->roster);
    free_part(marks);
    return code;
}

static int export_from_files(struct export_request *request)
{
    struct fail fail;
    int code = CMD_BROKEN;
    struct policy *policy =
        policy_read(cmd_course(), request->place.policy, &fail);
    struct marks *marks =
        policy != NULL ? read_verdicts(request, policy, &fail) : NULL;
    if (marks != NULL)
        code = export_marks(request, marks, policy);
    else
        fprintf(stderr, "parlab: %s\n", fail.text);
    export_verdicts_free(marks);
    policy_free(policy);
    return code;
}

static int export_from_book(struct export_request *request)
{
#ifdef HAVE_CLASS
    struct policy *policy = NULL;
    struct marks *marks = class_marks(&request->place, &policy);
    const int code = export_marks(request, marks, policy);
    marks_free(marks);
    policy_free(policy);
    return code;
#else
    (void)request;
    fputs("parlab: this parlab was built without " CLASS_LACKS
          ": it can only export what --from names\n",
        stderr);
    return CMD_BROKEN;
#endif
}

int class_export(int argc, char **argv)
{
    struct export_request request;
    export_parse(&request, argc, argv);
    const int code = request.is_from ? export_from_files(&request)
                                     : export_from_book(&request);
    export_clear(&request);
    return code;
}
