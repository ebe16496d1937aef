/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uniwidth.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/class.h"
#include "grader/cmd/class_line.h"
#include "grader/cmd/class_plan.h"

/* A table of students and exercises, made of what is in the gradebook at this
 * moment, while it may be written to. Points that are open stand beside those
 * that are sure, so that nobody takes a sum for a mark. */

enum { CELL_BYTES = 48 };

/* The class, and how far each submission is. */
struct view {
    const struct marks *marks;
    const struct policy *policy;
    struct class_setup setup;
    struct class_plan plan;
    bool is_busy; /* somebody grades */
};

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    if (key == ARGP_KEY_ARG)
        argp_error(state, "status takes no argument, --book FILE perhaps");
    return class_take_place(state->input, key, value);
}

static const struct argp_option table[] = {
    CLASS_PLACE_OPTIONS,
    {0},
};

static const struct verb verb = {"class status", NULL, NULL,
    {table, parse_one, "",
        "Show who has what, and what is still to do.\v"
        "Can be asked for while \"parlab class grade\" runs.\n"
        "\n"
        "Examples:\n"
        "  parlab class status\n"
        "  parlab class status --book spring.sqlite\n",
        NULL, NULL, NULL},
    OPERAND_NONE, NULL};

static bool is_running(const struct view *view, const struct mark *mark)
{
    const char *exercise = mark->exercise->exercise->name;
    for (size_t i = 0; view->is_busy && i < view->plan.n_work; i++) {
        const struct work *work = &view->plan.work[i];
        if (work->is_running && strcmp(work->student, mark->student) == 0 &&
            strcmp(work->exercise, exercise) == 0)
            return true;
    }
    return false;
}

/* Points to a tenth, without a ".0". */
static const char *number(double points, char text[16])
{
    snprintf(text, 16, "%.1f", points);
    const size_t n = strlen(text);
    if (strcmp(text + n - 2, ".0") == 0)
        text[n - 2] = '\0';
    return text;
}

static void print_points(
    char *text, double points, double open, const char *mark)
{
    char sure[16], more[16];
    if (open > 0)
        snprintf(text, CELL_BYTES, "%s+%s?%s", number(points, sure),
            number(open, more), mark);
    else
        snprintf(text, CELL_BYTES, "%s%s", number(points, sure), mark);
}

static void print_cell(
    const struct view *view, const struct mark *mark, char *text)
{
    const bool runs = is_running(view, mark);
    if (mark->is_overridden)
        print_points(text, mark->points, 0, "!");
    else if (mark->n_attempts == 0)
        snprintf(text, CELL_BYTES, "-");
    else if (!mark->is_graded)
        snprintf(text, CELL_BYTES, "%s", runs ? "running" : "queued");
    else
        print_points(text, mark->points, mark->open_points,
            runs                    ? "*"
            : mark->late_factor < 1 ? "L"
                                    : "");
}

static int width(const char *text)
{
    return u8_strwidth((const uint8_t *)text, "UTF-8");
}

static void print_padded(const char *text, int columns, bool is_left)
{
    const int blanks = columns > width(text) ? columns - width(text) : 0;
    if (!is_left)
        printf("%*s", blanks, "");
    text_print_safe(stdout, text, strlen(text), SIZE_MAX);
    if (is_left)
        printf("%*s", blanks, "");
}

/* A column that nobody has anything in is left out. */
static bool is_shown(const struct view *view, size_t exercise)
{
    for (size_t i = 0; i < view->marks->n_students; i++) {
        const struct mark *mark = marks_at(view->marks, i, exercise);
        if (mark->n_attempts > 0 || mark->is_overridden)
            return true;
    }
    return false;
}

static int at_least(int columns, const char *text)
{
    return width(text) > columns ? width(text) : columns;
}

static void print_table(const struct view *view)
{
    char text[CELL_BYTES];
    const struct marks *marks = view->marks;
    int *columns = mem_new(marks->n_exercises, sizeof *columns), first = 7;
    for (size_t i = 0; i < marks->n_students; i++)
        first = at_least(first, marks->students[i]);
    for (size_t k = 0; k < marks->n_exercises; k++) {
        columns[k] = at_least(0, view->policy->exercises[k].exercise->name);
        for (size_t i = 0; i < marks->n_students; i++) {
            print_cell(view, marks_at(marks, i, k), text);
            columns[k] = at_least(columns[k], text);
        }
        columns[k] = is_shown(view, k) ? columns[k] : 0;
    }
    print_padded("Student", first, true);
    for (size_t k = 0; k < marks->n_exercises; k++)
        if (columns[k] > 0)
            printf(
                "  %*s", columns[k], view->policy->exercises[k].exercise->name);
    puts("  together");
    for (size_t i = 0; i < marks->n_students; i++) {
        print_padded(marks->students[i], first, true);
        for (size_t k = 0; k < marks->n_exercises; k++) {
            print_cell(view, marks_at(marks, i, k), text);
            fputs(columns[k] > 0 ? "  " : "", stdout);
            if (columns[k] > 0)
                print_padded(text, columns[k], false);
        }
        const struct mark_total *total = &marks->totals[i];
        print_points(text, total->points, total->open_points, "");
        printf("  %8s\n", text);
    }
    free(columns);
}

static void print_legend(const struct view *view)
{
    bool has_open = false, was_tried = false;
    bool has_set = false, has_late = false, runs = false;
    const struct marks *marks = view->marks;
    for (size_t i = 0; i < marks->n_students * marks->n_exercises; i++) {
        const struct mark *mark = &marks->marks[i];
        const bool is_open = mark->is_graded && mark->open_points > 0;
        has_open |= is_open;
        was_tried |= is_open && mark->depth == GRADEBOOK_GRADED;
        has_set |= mark->is_overridden;
        has_late |= mark->is_graded && mark->late_factor < 1;
        runs |= mark->is_graded && is_running(view, mark);
    }
    if (has_open)
        printf("+40?  40 points are open: not measured as yet%s\n",
            was_tried ? "; parlab class report says why" : "");
    if (has_late)
        puts("L     late, and worth less");
    if (has_set)
        puts("!     set by hand");
    if (runs)
        puts("*     is being graded");
}

static void print_progress(const struct view *view)
{
    size_t n_graded = 0, n_checked = 0;
    const struct class_plan *plan = &view->plan;
    for (size_t i = 0; i < plan->n; i++) {
        n_graded += plan->work[plan->order[i]].is_graded;
        n_checked += plan->work[plan->order[i]].is_checked;
    }
    printf("%zu submissions: %zu graded, %zu only checked, %zu queued\n",
        plan->n, n_graded, n_checked - n_graded, plan->n - n_checked);
    if (!view->is_busy)
        puts("Nothing runs now.");
    for (size_t i = 0; view->is_busy && i < plan->n_work; i++) {
        const struct work *work = &plan->work[i];
        char since[32];
        if (!work->is_running)
            continue;
        printf("%s for %s: ",
            work->depth == GRADEBOOK_CHECKED ? "Being checked" : "Being graded",
            class_line_duration(difftime(time(NULL), work->since), since));
        text_print_safe(stdout, work->student, strlen(work->student), 200);
        printf(" %s\n", work->exercise);
    }
    for (size_t i = 0; i < plan->n; i++) {
        const struct work *work = &plan->work[plan->order[i]];
        if (work->trouble == NULL)
            continue;
        fputs("Could not be graded: ", stdout);
        text_print_safe(stdout, work->student, strlen(work->student), 200);
        printf(" %s: ", work->exercise);
        text_print_safe(stdout, work->trouble, strlen(work->trouble), 600);
        putchar('\n');
    }
}

/* An extension for somebody who is not there helps nobody. */
static void warn_of_extensions(const struct view *view)
{
    const struct marks *marks = view->marks;
    for (size_t i = 0; i < view->policy->n_extensions; i++) {
        const char *name = view->policy->extensions[i].student;
        bool is_there = false;
        for (size_t k = 0; k < marks->n_students; k++)
            is_there |= strcmp(marks->students[k], name) == 0;
        if (!is_there)
            printf("An extension is for \"%s\", and there is no such student "
                   "in the gradebook.\n",
                name);
    }
}

static int print_all(struct view *view)
{
    print_table(view);
    print_legend(view);
    putchar('\n');
    print_progress(view);
    warn_of_extensions(view);
    return view->plan.n == 0 ? CMD_PARTIAL : CMD_FULL;
}

int class_status(int argc, char **argv)
{
    struct fail fail;
    struct class_place place = {0};
    cmd_parse(&verb, argc, argv, &place);
    struct gradebook *book = class_open(&place, GRADEBOOK_READ);
    struct policy *policy = class_policy(&place, book);
    struct marks *marks = marks_read_points(book, policy, &fail);
    const struct exercise **exercises =
        mem_new(policy->n_exercises, sizeof *exercises);
    for (size_t i = 0; i < policy->n_exercises; i++)
        exercises[i] = policy->exercises[i].exercise;
    struct view view = {.marks = marks,
        .policy = policy,
        .setup = {.book = book,
            .policy = policy,
            .exercises = exercises,
            .n_exercises = policy->n_exercises},
        .is_busy = gradebook_is_busy(book)};
    int code = CMD_BROKEN;
    if (marks == NULL || class_plan_make(&view.setup, &view.plan, &fail) != 0)
        fprintf(stderr, "parlab: %s\n", fail.text);
    else
        code = print_all(&view);
    class_plan_free(&view.plan);
    marks_free(marks);
    free(exercises);
    policy_free(policy);
    gradebook_close(book);
    return code;
}
