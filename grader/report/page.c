/* SPDX-License-Identifier: MIT */
#include "grader/report/page.h"

#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "grader/base/mem.h"
#include "grader/build/build.h"
#include "grader/judge/machine.h"
#include "grader/report/drawing.h"

/* What a person wants first comes first: the points, what to look at, what
 * was measured, each failing case. The numbers behind it and the
 * circumstances come last. */

char *page_file(const struct exercise *exercise, const char *suffix)
{
    return mem_format("%s-%s.%s", exercise->lab, exercise->stem, suffix);
}

static const char *const candidates[] = {
    [CANDIDATE_SUBMISSION] = "the file in the course's folder",
    [CANDIDATE_FILE] = "a file",
    [CANDIDATE_REFERENCE] = "the reference solution",
    [CANDIDATE_BASELINE] = "the serial baseline",
    [CANDIDATE_SKELETON] = "the untouched skeleton",
};

static char *points_text(const struct points *points)
{
    if (points->open == 0)
        return mem_format("%d of %d", points->points, points->max);
    if (points->open == points->max)
        return mem_format("%d open", points->open);
    return mem_format(
        "%d of %d, %d open", points->points, points->max, points->open);
}

static void cell_points(struct document *document, const struct points *points)
{
    char *text = points_text(points);
    document_cell(document, "%s", text);
    free(text);
}

static size_t count_passed(
    const struct correctness *correctness, const struct group *group)
{
    size_t n = 0;
    for (size_t i = 0; i < correctness->n_cases; i++)
        n += correctness->cases[i].cause == CASE_PASSED &&
             (group == NULL || correctness->cases[i].group == group);
    return n;
}

static size_t count_cases(
    const struct correctness *correctness, const struct group *group)
{
    size_t n = 0;
    for (size_t i = 0; i < correctness->n_cases; i++)
        n += correctness->cases[i].group == group;
    return n;
}

void page_add_faster(
    struct document *document, const struct measure_result *one)
{
    const struct measurement *m = &one->measurement;
    document_cell(document, "Faster");
    cell_points(document, &one->points);
    if (m->status == MEASURE_MEASURED)
        document_cell(document, "%.2fx (%.2f to %.2f), full points from %.2fx",
            m->speedup, m->speedup_interval.low, m->speedup_interval.high,
            score_full_speedup(one->measure, m->attainable));
    else
        document_cell(document, "%s",
            m->status == MEASURE_NOT_MEASURED ? "not measured" : "no points");
}

static void add_points(struct document *document, const struct result *result)
{
    const struct correctness *correctness = &result->correctness;
    document_table(document, "Points", "lrl");
    document_cell(document, "Part");
    document_cell(document, "Points");
    document_cell(document, "Why");
    document_cell(document, "Right");
    if (result->has_points)
        cell_points(document, &result->correct);
    else
        document_cell(document, "none");
    const char *why = judge_why_serial(correctness);
    char *workers =
        correctness->is_concurrent
            ? mem_format(", %d workers at work", correctness->work.n_busy)
        : why != NULL && result->correct.points > 0
            ? mem_format(", %s: a third of the points", why)
            : mem_text("");
    document_cell(document, "%zu of %zu case%s%s",
        count_passed(correctness, NULL), correctness->n_cases,
        correctness->n_cases == 1 ? "" : "s", workers);
    free(workers);
    for (size_t i = 0; result->has_speed && i < result->exercise->n_measures;
         i++)
        page_add_faster(document, &result->measures[i]);
}

void page_add_words(struct document *document, const struct result *result)
{
    if (result->diagnoses.n > 0)
        document_heading(document, 2, "What to look at");
    for (size_t i = 0; i < result->diagnoses.n; i++)
        document_item(document, "%s: %s. \"parlab explain %s\" says more.",
            result->diagnoses.list[i].name, result->diagnoses.list[i].evidence,
            result->diagnoses.list[i].name);
    if (result->n_flags > 0)
        document_heading(document, 2, "Notes");
    for (size_t i = 0; i < result->n_flags; i++)
        document_item(document, "%s", result->flags[i]);
}

static void add_groups(struct document *document, const struct result *result)
{
    const struct exercise *exercise = result->exercise;
    const struct correctness *correctness = &result->correctness;
    document_heading(document, 2, "Right: cases");
    document_table(document, "Groups of cases", "lrrl");
    document_cell(document, "Group");
    document_cell(document, "Points");
    document_cell(document, "Passed");
    document_cell(document, "What it asks");
    for (size_t i = 0; i < exercise->n_groups; i++) {
        const struct group *group = &exercise->groups[i];
        const size_t n = count_cases(correctness, group);
        if (n == 0)
            continue;
        document_cell(document, "%s", group->name);
        document_cell(document, "%d", group->points);
        document_cell(
            document, "%zu of %zu", count_passed(correctness, group), n);
        document_cell(document, "%s%s", group->title,
            group->is_core ? "" : " (speed counts even if some fail)");
    }
}

static void add_failures(struct document *document, const struct result *result)
{
    const struct correctness *correctness = &result->correctness;
    size_t n_not_run = 0;
    for (size_t i = 0; i < correctness->n_cases; i++) {
        const struct case_result *one = &correctness->cases[i];
        n_not_run += one->cause == CASE_NOT_RUN;
        if (one->cause == CASE_PASSED || one->cause == CASE_NOT_RUN)
            continue;
        document_heading(document, 3, "Case %zu failed: %s, %s", one->number,
            one->group->name, one->name);
        document_code(document, one->message);
        char *repeat = mem_format("%s --case %zu", result->repeat, one->number);
        document_words(document, "This runs it again:");
        document_code(document, repeat);
        free(repeat);
    }
    if (n_not_run > 0)
        document_words(document,
            "%zu more case%s did not run, because too many before had run out "
            "of time.",
            n_not_run, n_not_run == 1 ? "" : "s");
}

static void row(struct document *document, const char *name, const char *value)
{
    document_cell(document, "%s", name);
    document_cell(document, "%s", value != NULL ? value : "none");
}

static void add_machine(struct document *document, enum kind kind)
{
    const struct machine *machine = machine_read();
    row(document, "Processor", machine->processor);
    document_cell(document, "Cores");
    if (machine->quota > 0)
        document_cell(document, "%d, of which the system grants %.1f",
            machine->cores, machine->quota);
    else
        document_cell(document, "%d", machine->cores);
    document_cell(document, "Memory");
    document_cell(document, "%d MiB", machine->memory_mib);
    row(document, "Compiler", build_compiler_version(kind));
    if (kind == KIND_MPI)
        row(document, "MPI", build_mpirun());
}

static void add_about(
    struct document *document, const struct result_about *about, enum kind kind)
{
    char when[64] = "";
    struct tm tm;
    if (localtime_r(&about->time, &tm) != NULL)
        strftime(when, sizeof when, "%Y-%m-%d %H:%M %z", &tm);
    document_heading(document, 2, "How it was graded");
    document_table(document, "How it was graded", "ll");
    row(document, "What", "How");
    row(document, "When", when);
    row(document, "Grader", "parlab " PACKAGE_VERSION);
    document_cell(document, "Seed of the cases");
    document_cell(document, "%llu", (unsigned long long)about->seed);
    row(document, "Sandbox", sandbox_layer_name(about->layer));
    add_machine(document, kind);
}

/* The cases' command is "parlab check …"; with the speed it is grade. */
static void add_repeat(struct document *document, const struct result *result)
{
    static const char check[] = "parlab check ";
    if (result->repeat == NULL)
        return;
    const char *rest = result->repeat;
    const bool is_check = strncmp(rest, check, sizeof check - 1) == 0;
    char *command = is_check && result->has_speed
                        ? mem_format("parlab grade %s", rest + sizeof check - 1)
                        : mem_text(rest);
    document_words(document, "This grades it again with the same cases:");
    document_code(document, command);
    free(command);
}

static char *title_of(const struct result *result)
{
    const struct points points = result_points(result);
    char *text = result->has_points ? points_text(&points) : NULL;
    char *title = text != NULL
                      ? mem_format("%s: %s", result->exercise->name, text)
                      : mem_format("%s: one case", result->exercise->name);
    free(text);
    return title;
}

static void add_measures(struct document *document, const struct result *result)
{
    for (size_t i = 0; result->has_speed && i < result->exercise->n_measures;
         i++)
        page_add_measure(document, result, &result->measures[i]);
}

struct document *page_of_result(
    const struct result *result, const struct result_about *about)
{
    char *title = title_of(result);
    struct document *document = document_new(title);
    free(title);
    document_words(document, "%s. Graded: %s.", result->exercise->title,
        candidates[result->candidate]);
    if (result->is_rejected) {
        document_heading(document, 2, "It did not run");
        document_code(document, result->message);
    } else {
        add_points(document, result);
        page_add_words(document, result);
        add_measures(document, result);
        page_add_timeline(document, &result->correctness.timeline);
        add_groups(document, result);
        add_failures(document, result);
    }
    if (!result->is_rejected && result->message != NULL) {
        document_heading(document, 2, "What the compiler warns of");
        document_code(document, result->message);
    }
    add_about(document, about, result->exercise->kind);
    add_repeat(document, result);
    for (size_t i = 0; result->has_speed && !result->is_rejected &&
                       i < result->exercise->n_measures;
         i++)
        page_add_runs(document, &result->measures[i]);
    document_finish(document);
    return document;
}

struct document *page_of_all(const struct result results[], size_t n_results,
    const struct result_about *about)
{
    struct points sum = {0};
    for (size_t i = 0; i < n_results; i++) {
        const struct points points = result_points(&results[i]);
        sum.points += points.points;
        sum.open += points.open;
        sum.max += points.max;
    }
    char *text = points_text(&sum);
    char *title = mem_format("%zu exercises: %s", n_results, text);
    struct document *document = document_new(title);
    free(title);
    free(text);
    document_table(document, "Exercises", "lrl");
    document_cell(document, "Exercise");
    document_cell(document, "Points");
    document_cell(document, "Title");
    for (size_t i = 0; i < n_results; i++) {
        const struct points points = result_points(&results[i]);
        char *file = page_file(results[i].exercise, "html");
        document_link_cell(document, results[i].exercise->name, file);
        cell_points(document, &points);
        document_cell(document, "%s", results[i].exercise->title);
        free(file);
    }
    add_about(document, about, KIND_THREADS);
    document_finish(document);
    return document;
}
