/* SPDX-License-Identifier: MIT */
#include <langinfo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/report/scaling.h"

/* Curves on a terminal: a table first, since a number can be quoted, then the
 * picture, then what both mean. What could not be measured has a dash in its
 * row, and its reason below the table. */

enum { WIDTH = 78 };

static bool is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* One paragraph, its lines after the first indented further. */
static void print_wrapped(FILE *to, const char *text, size_t n_bytes)
{
    int column = 0;
    const char *end = text + n_bytes;
    while (text < end) {
        const int n = (int)strcspn(text, " \n");
        if (column == 0)
            column = fprintf(to, "  ");
        else if (column + 1 + n > WIDTH)
            column = fprintf(to, "\n    ") - 1;
        else
            column += fprintf(to, " ");
        column += fprintf(to, "%.*s", n, text);
        text += n + 1;
    }
    fputc('\n', to);
}

static void print_paragraphs(FILE *to, const char *text)
{
    while (*text != '\0') {
        const size_t n = strcspn(text, "\n");
        print_wrapped(to, text, n);
        text += n + (text[n] == '\n');
    }
}

/* What rounds to nothing has no sign. */
static double unsigned_zero(double value, int digits)
{
    return fabs(value) < 0.5 * pow(10, -digits) ? 0 : value;
}

/* "1.93x (1.91 to 1.95)", or a dash. */
static void print_interval(FILE *to, int width, bool is_known, int digits,
    const char *unit, double value, const struct interval *interval)
{
    const double low = unsigned_zero(interval->low, digits);
    const double high = unsigned_zero(interval->high, digits);
    value = unsigned_zero(value, digits);
    char *text = is_known ? mem_format("%.*f%s (%.*f to %.*f)", digits, value,
                                unit, digits, low, digits, high)
                          : mem_text("-");
    fprintf(to, "%*s", width, text);
    free(text);
}

static void print_row(
    FILE *to, const struct scaling_point *point, enum scaling_kind kind)
{
    const bool is_fair = point->is_known && !point->is_oversubscribed;
    char ideal[16] = "-", copies[16] = "-";
    if (is_fair)
        snprintf(ideal, sizeof ideal, "%.0f %%",
            100 * point->speedup / point->n_workers);
    if (point->has_copies)
        snprintf(copies, sizeof copies, "%.2fx", point->copies);
    fprintf(
        to, "  %7d%s", point->n_workers, point->is_oversubscribed ? "*" : " ");
    print_interval(to, 24, point->is_known, point->speedup < 100 ? 2 : 1, "x",
        point->speedup, &point->interval);
    fprintf(to, "  %8s  %7s", ideal, copies);
    if (kind == SCALING_STRONG)
        print_interval(to, 26, is_fair && point->n_workers > 1, 3, "",
            point->karp_flatt, &point->karp_flatt_interval);
    fputc('\n', to);
}

static void print_table(
    FILE *to, const struct scaling_curve *curve, enum scaling_kind kind)
{
    fprintf(
        to, "  %7s %24s  %8s  %7s", "workers", "speedup", "of ideal", "copies");
    if (kind == SCALING_STRONG)
        fprintf(to, "%26s", "Karp-Flatt");
    fputc('\n', to);
    for (size_t i = 0; i < curve->n_points; i++)
        print_row(to, &curve->points[i], kind);
}

/* Whether two reasons differ in nothing but their numbers. */
static bool are_alike(const char *a, const char *b)
{
    static const char digits[] = "0123456789.";
    while (*a != '\0' && *a == *b) {
        a += 1 + strspn(a + 1, digits);
        b += 1 + strspn(b + 1, digits);
    }
    return *a == *b;
}

/* The reasons of the points that are not known, each kind of it once. */
static void print_reasons(FILE *to, const struct scaling_curve *curve)
{
    bool is_told[MEASURE_WORKERS_MAX] = {false};
    for (size_t i = 0; i < curve->n_points; i++) {
        const struct scaling_point *p = &curve->points[i];
        if (p->is_known || is_told[i])
            continue;
        char *list = mem_format("%d", p->n_workers);
        for (size_t k = i + 1; k < curve->n_points; k++) {
            const struct scaling_point *other = &curve->points[k];
            if (other->is_known || is_told[k] ||
                !are_alike(p->measurement.why, other->measurement.why))
                continue;
            is_told[k] = true;
            char *longer = mem_format("%s, %d", list, other->n_workers);
            free(list);
            list = longer;
        }
        const bool is_one = strchr(list, ',') == NULL;
        char *note = is_one ? mem_format("Not measured on %s: %s", list,
                                  p->measurement.why)
                            : mem_format("Not measured on %s. On %d: %s", list,
                                  p->n_workers, p->measurement.why);
        print_paragraphs(to, note);
        free(note);
        free(list);
    }
}

/* What the rows cannot hold. */
static void print_notes(
    FILE *to, const struct scaling *scaling, const struct scaling_curve *curve)
{
    size_t n_clean = 0, n_all = 0;
    bool is_crowded = false;
    for (size_t i = 0; i < curve->n_points; i++) {
        n_clean += curve->points[i].n_clean;
        n_all += curve->points[i].measurement.n_samples;
        is_crowded |= curve->points[i].is_oversubscribed;
    }
    if (is_crowded) {
        char *note = mem_format(
            "* more workers than the %d core%s there %s: they take turns. "
            "These points are in no fit.",
            scaling->cores, scaling->cores == 1 ? "" : "s",
            scaling->cores == 1 ? "is" : "are");
        print_paragraphs(to, note);
        free(note);
    }
    print_reasons(to, curve);
    if (n_all > n_clean)
        fprintf(to, "  %zu of %zu runs were disturbed and do not count.\n",
            n_all - n_clean, n_all);
}

static void print_curve(
    FILE *to, const struct scaling *scaling, enum scaling_kind kind)
{
    const struct scaling_curve *curve = &scaling->curves[kind];
    char *words = scaling_words(scaling, kind);
    fprintf(to, "\n%s\n",
        kind == SCALING_STRONG
            ? "Strong scaling: the same input on more workers"
            : "Weak scaling: input that grows with the workers");
    print_table(to, curve, kind);
    print_notes(to, scaling, curve);
    if (scaling_has_chart(curve)) {
        fputc('\n', to);
        scaling_chart(to, scaling, kind, is_utf8());
    }
    if (words[0] != '\0')
        fputc('\n', to);
    print_paragraphs(to, words);
    free(words);
}

void scaling_print(FILE *to, const struct scaling *scaling)
{
    const bool is_own = strcmp(scaling->candidate, "submission") == 0;
    fprintf(to, "%s%s%s: 1 to %d worker%s on %d core%s\n", scaling->exercise,
        is_own ? "" : ", ", is_own ? "" : scaling->candidate,
        scaling->n_workers, scaling->n_workers == 1 ? "" : "s", scaling->cores,
        scaling->cores == 1 ? "" : "s");
    if (scaling->is_recorded)
        fprintf(to, "recorded on: %s\n", scaling->processor);
    for (int kind = 0; kind < N_SCALINGS; kind++)
        if (scaling->curves[kind].points != NULL)
            print_curve(to, scaling, kind);
}
