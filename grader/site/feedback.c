/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "grader/base/mem.h"
#include "grader/report/page.h"
#include "grader/report/strict.h"
#include "grader/site/site_private.h"

/* What a student gets back of one exercise: the verdict as "parlab grade"
 * would have shown it, and what the course makes of it. Nothing in it is of
 * anybody else; it leads nowhere, so that it can be sent by itself. The
 * questions for the exam are not in it, and not the seed of the cases either
 * as long as somebody could hand in a program that knows them. */

enum { FAILURES_MAX = 1000 };

static void row(struct document *document, const char *name, const char *value)
{
    document_cell(document, "%s", name);
    document_cell(document, "%s", value);
}

static void add_who(struct document *document, const struct site *site,
    const struct site_student *student, const struct mark *mark)
{
    char *received = site_time(mark->submission.received);
    char *graded = site_time(mark->graded);
    char *remarks = site_remarks(site, student->number, mark, true);
    document_table(document, "Whose it is", "ll");
    row(document, "What", "Which");
    row(document, "Student", student->name->shown);
    if (mark->n_attempts > 0)
        row(document, "Handed in", received);
    if (mark->is_graded)
        row(document, "Graded", graded);
    if (*remarks != '\0')
        row(document, "Remarks", remarks);
    free(remarks);
    free(graded);
    free(received);
}

static void add_points(struct document *document, const struct verdict *verdict)
{
    const struct points *right = &verdict->result.correct;
    const char *why = verdict_why_serial(verdict);
    document_table(document, "Points", "lrl");
    document_cell(document, "Part");
    document_cell(document, "Points");
    document_cell(document, "Why");
    document_cell(document, "Right");
    document_cell(document, "%d of %d", right->points, right->max);
    if (why != NULL)
        document_cell(document, "%ld of %ld cases, %s: a third of the points",
            verdict->n_passed, verdict->n_cases, why);
    else
        document_cell(
            document, "%ld of %ld cases", verdict->n_passed, verdict->n_cases);
    for (size_t i = 0; i < verdict->exercise.n_measures; i++)
        page_add_faster(document, &verdict->result.measures[i]);
}

static void add_number(struct document *document, const char *name,
    const json_t *machine, const char *key, const char *unit)
{
    if (!json_is_integer(json_object_get(machine, key)))
        return;
    document_cell(document, "%s", name);
    document_cell(document, "%ld%s", strict_integer(machine, key), unit);
}

static void add_machine(
    struct document *document, const struct mark *mark, bool has_seed)
{
    const json_t *machine = mark->machine;
    const char *processor = strict_text(machine, "processor");
    const char *compiler = strict_text(machine, "compiler");
    document_heading(document, 2, "How it was graded");
    document_table(document, "How it was graded", "ll");
    row(document, "What", "How");
    document_cell(document, "Seed of the cases");
    if (has_seed)
        document_cell(document, "%llu", (unsigned long long)mark->seed);
    else
        document_cell(document, "told when nobody can hand in any more");
    if (processor != NULL)
        row(document, "Processor", processor);
    add_number(document, "Cores", machine, "cores", "");
    add_number(document, "Memory", machine, "memory_mib", " MiB");
    if (compiler != NULL)
        row(document, "Compiler", compiler);
}

static void add_verdict(struct document *document, const struct mark *mark,
    const struct verdict *verdict, bool has_seed)
{
    const struct result *result = &verdict->result;
    if (result->is_rejected) {
        document_heading(document, 2, "It did not run");
        document_code(document, result->message != NULL ? result->message : "");
        return;
    }
    add_points(document, verdict);
    page_add_words(document, result);
    for (size_t i = 0; i < verdict->exercise.n_measures; i++)
        page_add_measure(document, result, &result->measures[i]);
    if (verdict->n_failures > 0)
        document_heading(document, 2, "Right: cases");
    site_add_failures(document, mark, verdict, FAILURES_MAX, has_seed);
    if (result->message != NULL) {
        document_heading(document, 2, "What the compiler warns of");
        document_code(document, result->message);
    }
}

struct document *site_feedback(const struct site *site,
    const struct site_student *student, size_t exercise)
{
    const struct mark *mark = site_mark(site, student->number, exercise);
    const struct exercise *manifest = mark->exercise->exercise;
    const struct verdict *verdict = student->verdicts[exercise];
    const bool has_seed = site_tells_seed(site, exercise);
    char *points = site_points_of(mark);
    char *title = mem_format("%s: %s", manifest->name, points);
    struct document *document = document_new(title);
    free(title);
    free(points);
    document_words(document, "%s.", manifest->title);
    add_who(document, site, student, mark);
    if (verdict != NULL) {
        add_verdict(document, mark, verdict, has_seed);
        add_machine(document, mark, has_seed);
        for (size_t i = 0; i < verdict->exercise.n_measures; i++)
            page_add_runs(document, &verdict->result.measures[i]);
    }
    document_finish(document);
    return document;
}
