/* SPDX-License-Identifier: MIT */
#include "grader/report/terminal.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/terminal.h"
#include "grader/base/text.h"
#include "grader/report/drawing.h"

/* What a person wants first comes first: the points, then why. Failures are
 * shown in full up to a few, the others by name; texts that came from a
 * candidate were made harmless where they arrived. */

enum { WIDTH = 72, RULER_COLUMN = 11, WHY_COLUMN = 19, SHOWN_FAILURES = 3 };

static void print_indented(FILE *to, const char *text, const char *indent)
{
    while (*text != '\0') {
        const size_t n = strcspn(text, "\n");
        fprintf(to, "%s%.*s\n", indent, (int)n, text);
        text += n + (text[n] == '\n');
    }
}

static void print_heading(FILE *to, const struct result *result)
{
    char right[64], left[128];
    const struct points points = result_points(result);
    snprintf(left, sizeof left, "%s%s%s", result->exercise->name,
        result->candidate == CANDIDATE_SUBMISSION ? "" : ", ",
        result->candidate == CANDIDATE_SUBMISSION
            ? ""
            : candidate_name(result->candidate));
    right[0] = '\0';
    if (result->has_points)
        snprintf(right, sizeof right, "%d of %d", points.points, points.max);
    if (points.open > 0 && result->has_points) {
        const size_t n = strlen(right);
        snprintf(right + n, sizeof right - n, ", %d open", points.open);
    }
    fprintf(to, "%s%*s\n", left, WIDTH - (int)strlen(left), right);
}

static size_t count_passed(const struct correctness *correctness)
{
    size_t n = 0;
    for (size_t i = 0; i < correctness->n_cases; i++)
        n += correctness->cases[i].cause == CASE_PASSED;
    return n;
}

static void print_right(FILE *to, const struct result *result)
{
    const struct correctness *correctness = &result->correctness;
    char points[16] = "";
    if (result->has_points)
        snprintf(points, sizeof points, "%d/%d", result->correct.points,
            result->correct.max);
    fprintf(to, "  Right   %6s   %zu of %zu case%s", points,
        count_passed(correctness), correctness->n_cases,
        correctness->n_cases == 1 ? "" : "s");
    if (correctness->is_concurrent)
        fprintf(to, ", %d workers at work", correctness->work.n_busy);
    fputc('\n', to);
    const char *why = judge_why_serial(correctness);
    if (why != NULL && result->correct.points > 0)
        fprintf(to, "                   %s: a third of the points\n", why);
}

static void print_failures(FILE *to, const struct result *result)
{
    const struct correctness *correctness = &result->correctness;
    size_t n_shown = 0, n_failed = 0;
    for (size_t i = 0; i < correctness->n_cases; i++) {
        const struct case_result *one = &correctness->cases[i];
        if (one->cause == CASE_PASSED)
            continue;
        n_failed++;
        if (one->cause == CASE_NOT_RUN || n_shown == SHOWN_FAILURES)
            continue;
        n_shown++;
        fprintf(to, "\n  %s: %s\n", one->group->name, one->name);
        print_indented(to, one->message, "    ");
        fprintf(
            to, "    repeat     %s --case %zu\n", result->repeat, one->number);
    }
    if (n_failed > n_shown)
        fprintf(to, "\n  %zu more failed.\n", n_failed - n_shown);
}

/* Sentences below the ruler, broken where a line is full. */
struct sentences {
    FILE *to;
    int column;
};

static void add_sentence(struct sentences *line, const char *gap, char *text)
{
    enum { FULL = 80 };
    const int n = (int)(strlen(gap) + strlen(text));
    if (line->column > RULER_COLUMN && line->column + n > FULL) {
        fputc('\n', line->to);
        line->column = 0;
    }
    if (line->column == 0)
        line->column = fprintf(line->to, "%*s", RULER_COLUMN, "");
    else
        line->column += fprintf(line->to, "%s", gap);
    line->column += fprintf(line->to, "%s", text);
    free(text);
}

/* The last line of a measure: the guess, what would be needed, and, after the
 * last measure, what to go on with. */
static void print_full_points(
    FILE *to, const struct result *result, const struct measure_result *one)
{
    const struct measurement *m = &one->measurement;
    struct sentences line = {.to = to};
    if (result->guess > 0 && one == result->measures)
        add_sentence(&line, "", result_guess_text(result->guess));
    add_sentence(&line, " ",
        mem_format("Full points from %.2fx.",
            score_full_speedup(one->measure, m->attainable)));
    if (m->n_workers < result->official_workers)
        add_sentence(&line, " ",
            mem_format("On %d workers; the course grades on %d.", m->n_workers,
                result->official_workers));
    if (result->next != NULL &&
        one == &result->measures[result->exercise->n_measures - 1])
        add_sentence(&line, "    ", mem_format("Next: %s", result->next->name));
    fputc('\n', to);
}

static void print_measured(
    FILE *to, const struct result *result, const struct measure_result *one)
{
    const struct measurement *m = &one->measurement;
    const int precision = score_precision(one->measure, m);
    char *ruler = drawing_ruler_line(one, terminal_is_utf8());
    fprintf(to, "%.2fx  (%.2f to %.2f)   %s%d point%s, %zu runs", m->speedup,
        m->speedup_interval.low, m->speedup_interval.high,
        terminal_is_utf8() ? "±" : "+-", precision, precision == 1 ? "" : "s",
        m->n_clean);
    if (m->n_discarded > 0)
        fprintf(to, ", %zu discarded", m->n_discarded);
    fprintf(to, "\n%*s%s\n", RULER_COLUMN, "", ruler);
    print_full_points(to, result, one);
    free(ruler);
}

static void print_faster(
    FILE *to, const struct result *result, const struct measure_result *one)
{
    const struct measurement *m = &one->measurement;
    char points[16];
    if (m->status == MEASURE_NOT_MEASURED)
        snprintf(points, sizeof points, "open");
    else
        snprintf(points, sizeof points, "%d/%d", one->points.points,
            one->points.max);
    fprintf(to, "  Faster  %6s   ", points);
    if (m->status == MEASURE_MEASURED) {
        print_measured(to, result, one);
        return;
    }
    fprintf(to, "%s, because:\n%*s",
        m->status == MEASURE_NOT_MEASURED ? "not measured" : "no points", 19,
        "");
    text_print_filled(to, m->why, WHY_COLUMN, WIDTH);
}

static void print_finding(FILE *to, const struct finding *one)
{
    char *text = mem_format("%s: %s", one->name, one->evidence);
    fputs("  Look at          ", to);
    text_print_filled(to, text, WHY_COLUMN, WIDTH);
    fprintf(to, "%*sMore: parlab explain %s\n", WHY_COLUMN, "", one->name);
    free(text);
}

void terminal_print(FILE *to, const struct result *result)
{
    print_heading(to, result);
    if (result->is_rejected) {
        print_indented(to, result->message, "  ");
        return;
    }
    print_right(to, result);
    for (size_t i = 0; result->has_speed && i < result->exercise->n_measures;
         i++)
        print_faster(to, result, &result->measures[i]);
    for (size_t i = 0; i < result->diagnoses.n; i++)
        print_finding(to, &result->diagnoses.list[i]);
    for (size_t i = 0; i < result->n_flags; i++) {
        fputs("  Note             ", to);
        text_print_filled(to, result->flags[i], WHY_COLUMN, WIDTH);
    }
    if (result->message != NULL) {
        fputs("  The compiler warns:\n", to);
        print_indented(to, result->message, "    ");
    }
    print_failures(to, result);
}

void terminal_print_checks(FILE *to, const struct result *result)
{
    const struct checks *checks = &result->checks;
    for (size_t i = 0; i < checks->findings.n; i++)
        print_finding(to, &checks->findings.list[i]);
    for (int check = 0; check < CHECKS_N; check++) {
        if (checks->status[check] != CHECK_NOT_DONE)
            continue;
        char *why =
            mem_format("%s, because %s", check_name(check), checks->why[check]);
        fputs("  Not checked      ", to);
        text_print_filled(to, why, WHY_COLUMN, WIDTH);
        free(why);
    }
}
