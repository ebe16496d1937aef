/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/site/site_private.h"

/* The class at a glance: first how it stands, then what to do about it, and
 * last who has what. A mark in the table is a few characters: those who want
 * more follow it to the feedback. */

static double median_total(const struct marks *marks)
{
    double *x = mem_new(marks->n_students + 1, sizeof *x);
    size_t n = 0;
    for (size_t i = 0; i < marks->n_students; i++) {
        const struct mark_total *total = &marks->totals[i];
        const double decided = total->max_points - total->open_points;
        if (decided > 0)
            x[n++] = total->points / decided;
    }
    const double median = n > 0 ? stats_median(x, n) : NAN;
    free(x);
    return median;
}

static void add_summary(struct document *document, const struct site *site)
{
    const struct marks *marks = site->marks;
    const double median = median_total(marks);
    size_t n_handed_in = 0, n_graded = 0, n_open = 0;
    time_t newest = 0;
    for (size_t i = 0; i < marks->n_students * marks->n_exercises; i++) {
        const struct mark *mark = &marks->marks[i];
        n_handed_in += mark->n_attempts > 0;
        n_graded += mark->n_attempts > 0 && mark->is_graded;
        n_open += mark->open_points > 0;
        if (mark->is_graded && mark->graded > newest)
            newest = mark->graded;
    }
    char *when = site_time(newest);
    document_words(document,
        "%zu of %zu exercises are handed in, %zu of them graded%s%s. "
        "With open points: %zu.",
        n_handed_in, marks->n_students * marks->n_exercises, n_graded,
        newest > 0 ? ", the last one at " : "", newest > 0 ? when : "", n_open);
    if (!isnan(median))
        document_words(document,
            "The median student has %.0f %% of the points that are decided.",
            100 * median);
    if (site->names.is_hidden)
        document_words(document,
            "Names are hidden: who is who stands in a file of its own.");
    free(when);
}

/* "57", "60+40?", "80!", "45L", "–", as parlab class status has it.
 * @return new. */
static char *short_mark(const struct mark *mark)
{
    char *points = site_points(mark->points);
    char *open = site_points(mark->open_points), *text;
    const bool is_late = mark->late_factor < 1 && mark->n_attempts > 0;
    const char *note = mark->is_overridden ? "!" : is_late ? "L" : "";
    if (mark->n_attempts == 0 && !mark->is_overridden)
        text = mem_text("–");
    else if (!mark->is_graded && !mark->is_overridden)
        text = mem_format("?%s", note);
    else if (mark->open_points > 0)
        text = mem_format("%s+%s?%s", points, open, note);
    else
        text = mem_format("%s%s", points, note);
    free(open);
    free(points);
    return text;
}

static void add_mark(struct document *document, const struct site_name *name,
    const struct mark *mark)
{
    char *text = short_mark(mark);
    char *file = site_feedback_file(name, mark->exercise->exercise, "html");
    if (site_has_feedback(mark))
        document_link_cell(document, text, file);
    else
        document_cell(document, "%s", text);
    document_shade(document, site_share(mark));
    free(file);
    free(text);
}

static void add_student(
    struct document *document, const struct site *site, size_t student)
{
    const struct site_name *name = &site->names.names[student];
    const struct mark_total *total = &site->marks->totals[student];
    char *file = mem_format("students/%s.html", name->file);
    char *points = site_points(total->points);
    char *open = site_points(total->open_points);
    document_link_cell(document, name->shown, file);
    if (total->open_points > 0)
        document_cell(document, "%s+%s?", points, open);
    else
        document_cell(document, "%s", points);
    for (size_t k = 0; k < site->marks->n_exercises; k++)
        add_mark(document, name, site_mark(site, student, k));
    free(open);
    free(points);
    free(file);
}

void site_add_matrix(struct document *document, const struct site *site)
{
    const size_t n = site->marks->n_exercises;
    char *alignment = mem_new(n + 3, 1);
    memset(alignment, 'r', n + 2);
    alignment[0] = 'l';
    document_heading(document, 2, "Who has what");
    document_words(document,
        "–: nothing was handed in. ?: not graded yet. 60+40?: 40 points are "
        "open. 45L: handed in late, after what that costs. 80!: set by the "
        "instructor. A student's name leads to all about them, a mark to its "
        "feedback.");
    document_table(document, "Points of students and exercises", alignment);
    document_matrix(document);
    document_cell(document, "Student");
    document_cell(document, "Together");
    for (size_t k = 0; k < n; k++)
        document_cell(
            document, "%s", site->policy->exercises[k].exercise->name);
    for (size_t i = 0; i < site->marks->n_students; i++)
        add_student(document, site, site->names.order[i]);
    free(alignment);
}

struct document *site_index(const struct site *site)
{
    const size_t n = site->marks->n_students;
    const size_t n_exercises = site->marks->n_exercises;
    char *title = mem_format("The class: %zu student%s, %zu exercise%s", n,
        n == 1 ? "" : "s", n_exercises, n_exercises == 1 ? "" : "s");
    struct document *document = document_new(title);
    free(title);
    add_summary(document, site);
    site_add_points(document, site);
    site_add_speeds(document, site);
    site_add_guesses(document, site);
    site_add_lecture(document, site);
    site_add_notes(document, site);
    site_add_matrix(document, site);
    document_finish(document);
    return document;
}
