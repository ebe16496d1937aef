/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "grader/base/mem.h"
#include "grader/report/drawing.h"
#include "grader/site/questions.h"
#include "grader/site/site_private.h"

/* The page of a student, for those who teach: the marks, what to ask, and
 * each verdict with its pictures. Every picture has the number that it has in
 * the feedback, so that it is drawn once for both. */

enum { FAILURES_SHOWN = 3 };

static void cell_part(struct document *document, const struct points *points)
{
    if (points->max == 0)
        document_cell(document, "–");
    else if (points->open > 0)
        document_cell(document, "open");
    else
        document_cell(document, "%d/%d", points->points, points->max);
}

static struct points speed_points(const struct verdict *verdict)
{
    struct points sum = {0};
    for (size_t i = 0; i < verdict->exercise.n_measures; i++) {
        sum.points += verdict->result.measures[i].points.points;
        sum.open += verdict->result.measures[i].points.open;
        sum.max += verdict->result.measures[i].points.max;
    }
    return sum;
}

static void add_mark(struct document *document, const struct site *site,
    const struct site_student *student, size_t exercise)
{
    const struct mark *mark = site_mark(site, student->number, exercise);
    const struct exercise *manifest = mark->exercise->exercise;
    const struct verdict *verdict = student->verdicts[exercise];
    const struct points none = {0};
    const struct points speed = verdict != NULL ? speed_points(verdict) : none;
    const struct site_speed measured = site_speed_of(mark);
    char *file = site_feedback_file(student->name, manifest, "html");
    char *above = mem_format("../%s", file);
    char *points = site_points_of(mark);
    char *remarks = site_remarks(site, student->number, mark, false);
    if (site_has_feedback(mark))
        document_link_cell(document, manifest->name, above);
    else
        document_cell(document, "%s", manifest->name);
    document_cell(document, "%s", points);
    cell_part(document, verdict != NULL ? &verdict->result.correct : &none);
    cell_part(document, &speed);
    if (measured.speedup > 0)
        document_cell(
            document, "%.2fx of %.2fx", measured.speedup, measured.attainable);
    else
        document_cell(document, "–");
    document_cell(document, "%s", remarks);
    free(remarks);
    free(points);
    free(above);
    free(file);
}

static void add_marks(struct document *document, const struct site *site,
    const struct site_student *student)
{
    static const char *const titles[] = {
        "Exercise", "Points", "Right", "Faster", "Speedup", "Remarks"};
    document_heading(document, 2, "Marks");
    document_table(document, "Marks", "lrrrrl");
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        document_cell(document, "%s", titles[i]);
    for (size_t k = 0; k < site->marks->n_exercises; k++)
        add_mark(document, site, student, k);
}

static void add_questions(struct document *document, const struct site *site,
    const struct site_student *student)
{
    struct question questions[QUESTIONS_MAX];
    const size_t n =
        questions_of((const struct verdict *const *)student->verdicts,
            site->marks->n_exercises, questions);
    document_heading(document, 2, "Questions for an oral exam");
    if (n == 0)
        document_words(
            document, "Nothing has been graded that one could ask about.");
    for (size_t i = 0; i < n; i++) {
        document_item(
            document, "%s: %s", questions[i].exercise, questions[i].text);
        free(questions[i].text);
    }
}

void site_add_failures(struct document *document, const struct mark *mark,
    const struct verdict *verdict, size_t n_max, bool has_seed)
{
    const char *name = verdict->exercise.name;
    for (size_t i = 0; i < verdict->n_failures && i < n_max; i++) {
        const struct verdict_failure *one = &verdict->failures[i];
        if (one->number > 0)
            document_heading(document, 3, "Case %ld failed: %s, %s",
                one->number, one->group, one->name);
        else
            document_heading(
                document, 3, "A case failed: %s, %s", one->group, one->name);
        document_code(document, one->message);
        if (one->number == 0 || !has_seed)
            continue;
        char *repeat = mem_format("parlab check %s --seed %llu --case %ld",
            name, (unsigned long long)mark->seed, one->number);
        document_words(document, "This runs it again:");
        document_code(document, repeat);
        free(repeat);
    }
    if (verdict->n_failures > n_max)
        document_words(document, "%zu more case%s failed.",
            verdict->n_failures - n_max,
            verdict->n_failures - n_max == 1 ? "" : "s");
}

static void add_diagnoses(struct document *document, const struct site *site,
    const struct verdict *verdict)
{
    const struct findings *found = &verdict->result.diagnoses;
    if (found->n == 0)
        return;
    document_table(document, "Diagnoses", "ll");
    document_cell(document, "Diagnosis");
    document_cell(document, "What was seen");
    for (size_t i = 0; i < found->n; i++) {
        char *file = mem_format("../explain/%s.html", found->list[i].name);
        if (site_is_explained(site, found->list[i].name))
            document_link_cell(document, found->list[i].name, file);
        else
            document_cell(document, "%s", found->list[i].name);
        document_cell(document, "%s", found->list[i].evidence);
        free(file);
    }
}

static void add_measure(
    struct document *document, const struct verdict *verdict, size_t measure)
{
    const struct measure_result *one = &verdict->result.measures[measure];
    const struct measurement *m = &one->measurement;
    const size_t number = verdict->result.pictures_from + measure;
    document_heading(document, 3, "Faster: %s", one->measure->name);
    if (m->status == MEASURE_MEASURED) {
        drawing_ruler(document, one, number);
        document_words(document,
            "%.2fx, between %.2fx and %.2fx, of the attainable %.2fx, on %d "
            "worker%s: %d of %d points.",
            m->speedup, m->speedup_interval.low, m->speedup_interval.high,
            m->attainable, m->n_workers, m->n_workers == 1 ? "" : "s",
            one->points.points, one->points.max);
    } else {
        document_words(document, "%s: %s.",
            m->status == MEASURE_NOT_MEASURED
                ? "Not measured, so the points stay open"
                : "No points",
            m->why);
    }
    if (m->n_samples > 0)
        drawing_runs(document, one, number);
}

static void add_verdict(struct document *document, const struct site *site,
    const struct mark *mark, const struct verdict *verdict)
{
    const struct result *result = &verdict->result;
    char *points = site_points_of(mark);
    document_heading(document, 2, "%s: %s", verdict->exercise.name, points);
    free(points);
    if (result->is_rejected) {
        document_words(document, "It did not run:");
        document_code(document, result->message != NULL ? result->message : "");
        return;
    }
    const char *why = verdict_why_serial(verdict);
    document_words(document, "%ld of %ld cases pass%s%s.", verdict->n_passed,
        verdict->n_cases, why != NULL ? ", for a third of the points: " : "",
        why != NULL ? why : "");
    if (result->guess > 0) {
        char *guess = mem_format("The guess was %.4gx.", result->guess);
        document_words(document, "%s", guess);
        free(guess);
    }
    add_diagnoses(document, site, verdict);
    for (size_t i = 0; i < result->n_flags; i++)
        document_item(document, "%s", result->flags[i]);
    for (size_t i = 0; i < verdict->exercise.n_measures; i++)
        add_measure(document, verdict, i);
    site_add_failures(document, mark, verdict, FAILURES_SHOWN, true);
}

struct document *site_student_page(
    const struct site *site, const struct site_student *student)
{
    const struct mark_total *total = &site->marks->totals[student->number];
    struct document *document = document_new(student->name->shown);
    char *points = site_points(total->points);
    char *max = site_points(total->max_points);
    char *open = site_points(total->open_points);
    document_words(document, "Together %s of %s points%s%s.", points, max,
        total->open_points > 0 ? ", open: " : "",
        total->open_points > 0 ? open : "");
    free(open);
    free(max);
    free(points);
    document_link(document, "The class", "../index.html");
    add_marks(document, site, student);
    add_questions(document, site, student);
    for (size_t k = 0; k < site->marks->n_exercises; k++)
        if (student->verdicts[k] != NULL)
            add_verdict(document, site, site_mark(site, student->number, k),
                student->verdicts[k]);
    document_finish(document);
    return document;
}
