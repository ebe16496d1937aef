/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "grader/base/mem.h"
#include "grader/report/html.h"
#include "grader/report/scaling.h"

/* The report of a scaling: for each curve the picture, what it means, and the
 * numbers; then the circumstances. */

static void cell_interval(struct document *document, bool is_known, int digits,
    const char *unit, double value, const struct interval *interval)
{
    if (is_known)
        document_cell(document, "%.*f%s (%.*f to %.*f)", digits, value, unit,
            digits, interval->low, digits, interval->high);
    else
        document_cell(document, "–");
}

static void add_row(struct document *document,
    const struct scaling_point *point, enum scaling_kind kind)
{
    const bool is_fair = point->is_known && !point->is_oversubscribed;
    document_cell(document, "%d%s", point->n_workers,
        point->is_oversubscribed ? " *" : "");
    cell_interval(
        document, point->is_known, 2, "x", point->speedup, &point->interval);
    if (is_fair)
        document_cell(
            document, "%.0f %%", 100 * point->speedup / point->n_workers);
    else
        document_cell(document, "–");
    cell_interval(document, point->has_copies, 2, "x", point->copies,
        &point->copies_interval);
    if (kind == SCALING_STRONG)
        cell_interval(document, is_fair && point->n_workers > 1, 3, "",
            point->karp_flatt, &point->karp_flatt_interval);
}

static void add_table(struct document *document,
    const struct scaling_curve *curve, enum scaling_kind kind)
{
    const bool is_strong = kind == SCALING_STRONG;
    document_table(document, is_strong ? "Strong scaling" : "Weak scaling",
        is_strong ? "rrrrr" : "rrrr");
    document_cell(document, "Workers");
    document_cell(document, "Speedup");
    document_cell(document, "Of ideal");
    document_cell(document, "Copies");
    if (is_strong)
        document_cell(document, "Karp-Flatt");
    for (size_t i = 0; i < curve->n_points; i++)
        add_row(document, &curve->points[i], kind);
}

static void add_words(struct document *document, const struct scaling *scaling,
    enum scaling_kind kind)
{
    char *words = scaling_words(scaling, kind), *rest = words;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        if (*line != '\0')
            document_words(document, "%s", line);
    free(words);
}

static void add_curve(struct document *document, const struct scaling *scaling,
    enum scaling_kind kind)
{
    const struct scaling_curve *curve = &scaling->curves[kind];
    document_heading(document, 2, "%s",
        kind == SCALING_STRONG
            ? "Strong scaling: the same input on more workers"
            : "Weak scaling: input that grows with the workers");
    scaling_picture(document, scaling, kind);
    add_words(document, scaling, kind);
    add_table(document, curve, kind);
    if (curve->points[curve->n_points - 1].is_oversubscribed)
        document_words(document,
            "* more workers than the %d core%s there %s: they take turns. "
            "These points are in no fit.",
            scaling->cores, scaling->cores == 1 ? "" : "s",
            scaling->cores == 1 ? "is" : "are");
    for (size_t i = 0; i < curve->n_points; i++)
        if (!curve->points[i].is_known)
            document_item(document, "%d worker%s: not measured: %s",
                curve->points[i].n_workers,
                curve->points[i].n_workers == 1 ? "" : "s",
                curve->points[i].measurement.why);
}

/* "3: other programs ran on the cores; 1: …". @return new. */
static char *flaws_text(const struct measurement *m)
{
    char *text = mem_text("");
    for (int flaw = FLAW_NONE + 1; flaw < N_FLAWS; flaw++) {
        size_t n = 0;
        for (size_t i = 0; i < m->n_samples; i++)
            n += m->samples[i].flaw == (enum flaw)flaw;
        if (n == 0)
            continue;
        char *longer = mem_format("%s%s%zu: %s", text,
            text[0] != '\0' ? "; " : "", n, measure_flaw_text(flaw));
        free(text);
        text = longer;
    }
    return text;
}

static void add_run_row(struct document *document,
    const struct scaling_point *point, enum scaling_kind kind)
{
    char *why = flaws_text(&point->measurement);
    document_cell(document, "%s, %d",
        kind == SCALING_STRONG ? "strong" : "weak", point->n_workers);
    document_cell(document, "%zu", point->measurement.n_samples);
    document_cell(document, "%zu", point->n_clean);
    document_cell(document, "%zu", point->measurement.repeats);
    document_cell(document, "%s", why);
    free(why);
}

/* How many runs stand behind each point, and why others do not count. */
static void add_runs(struct document *document, const struct scaling *scaling)
{
    document_fold(document, "Runs of each point");
    document_table(document, "Runs of each point", "lrrrl");
    document_cell(document, "Point");
    document_cell(document, "Runs");
    document_cell(document, "Count");
    document_cell(document, "Calls in a run");
    document_cell(document, "Why others do not");
    for (int kind = 0; kind < N_SCALINGS; kind++) {
        const struct scaling_curve *curve = &scaling->curves[kind];
        for (size_t i = 0; i < curve->n_points; i++)
            add_run_row(document, &curve->points[i], (enum scaling_kind)kind);
    }
    document_fold_end(document);
}

static void add_about(struct document *document, const struct scaling *scaling)
{
    document_heading(document, 2, "How it was measured");
    document_words(document,
        "Every point is the median of runs in which nothing else was on the "
        "cores, each against the serial baseline on the same input; its "
        "interval misses the true median once in a thousand. Copies are as "
        "many serial baselines side by side, each on its part of the work.");
    document_table(document, "How it was measured", "ll");
    document_cell(document, "What");
    document_cell(document, "How");
    document_cell(document, "Candidate");
    document_cell(document, "%s", scaling->candidate);
    document_cell(document, "Processor");
    document_cell(document, "%s", scaling->processor);
    document_cell(document, "Cores");
    document_cell(document, "%d", scaling->cores);
    document_cell(document, "Time for each point");
    document_cell(document, "at most %g s, with more than 10 workers more",
        scaling->budget_s);
    document_cell(document, "Seed of the inputs");
    document_cell(document, "%llu", (unsigned long long)scaling->seed);
    document_cell(document, "Grader");
    document_cell(document, "parlab " PACKAGE_VERSION "%s",
        scaling->is_recorded ? ", from a recording" : "");
}

struct document *scaling_page(const struct scaling *scaling)
{
    char *title = mem_format("%s: speedup on 1 to %d workers",
        scaling->exercise, scaling->n_workers);
    struct document *document = document_new(title);
    free(title);
    for (int kind = 0; kind < N_SCALINGS; kind++)
        if (scaling->curves[kind].points != NULL)
            add_curve(document, scaling, (enum scaling_kind)kind);
    add_about(document, scaling);
    add_runs(document, scaling);
    document_finish(document);
    return document;
}

int scaling_write(const char *folder, const struct scaling *scaling,
    char **page, struct fail *no_pictures, struct fail *fail)
{
    struct document *document = scaling_page(scaling);
    char *name = mem_format("%s-scaling", scaling->exercise);
    char *slash = strchr(name, '/');
    if (slash != NULL)
        *slash = '-';
    const int result =
        html_write_document(folder, name, document, no_pictures, fail);
    *page = mem_format("%s/%s.html", folder, name);
    free(name);
    document_free(document);
    return result;
}
