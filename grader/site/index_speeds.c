/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "grader/base/mem.h"
#include "grader/site/index_private.h"

/* How the speedups of each exercise are spread: a mark for each student,
 * those that are nearly equal above each other, beside what was attainable;
 * and guesses against what was measured. */

enum { COLUMNS = 48, GUESS_HEIGHT = 380, GUESS_NARROW = 320 };

#define LOG_FROM 4.0 /* times; a range that is wider has a logarithmic axis */

/* The speedups of an exercise. */
struct speeds {
    double *x; /* n of them */
    size_t n, n_open;
    double median, low, high; /* of the speedups */
    double attainable, attainable_low, attainable_high; /* NAN: unknown */
};

static struct speeds speeds_of(const struct site *site, size_t exercise)
{
    const size_t n_students = site->marks->n_students;
    struct speeds s = {.x = mem_new(n_students + 1, sizeof(double)),
        .median = NAN,
        .low = NAN,
        .high = NAN,
        .attainable = NAN,
        .attainable_low = NAN,
        .attainable_high = NAN};
    double *a = mem_new(n_students + 1, sizeof *a);
    for (size_t i = 0; i < n_students; i++) {
        const struct mark *mark = site_mark(site, i, exercise);
        const struct site_speed one = site_speed_of(mark);
        s.n_open += mark->open_points > 0;
        if (isnan(one.speedup) || isnan(one.attainable))
            continue;
        a[s.n] = one.attainable;
        s.x[s.n++] = one.speedup;
        s.low = fmin(s.low, one.speedup);
        s.high = fmax(s.high, one.speedup);
        s.attainable_low = fmin(s.attainable_low, one.attainable);
        s.attainable_high = fmax(s.attainable_high, one.attainable);
    }
    if (s.n > 0) {
        s.median = stats_median(s.x, s.n);
        s.attainable = stats_median(a, s.n);
    }
    free(a);
    return s;
}

/* What the axis of all rows spans. */
struct span {
    double low, high;
    bool is_log;
};

static struct span span_of(const struct site *site, size_t *n_rows)
{
    struct span span = {1, 1, false};
    *n_rows = 0;
    for (size_t k = 0; k < site->marks->n_exercises; k++) {
        const struct speeds s = speeds_of(site, k);
        *n_rows += s.n > 0;
        span.low = fmin(span.low, s.low);
        span.high = fmax(span.high, fmax(s.high, s.attainable_high));
        free(s.x);
    }
    span.is_log = span.high > LOG_FROM * span.low;
    if (span.is_log) {
        span.low *= 0.94;
        span.high *= 1.06;
    } else {
        const double margin = 0.03 * (span.high - span.low);
        span.low -= margin;
        span.high += margin;
    }
    return span;
}

static double place_of(const struct span *span, double x)
{
    return span->is_log ? log(x / span->low) / log(span->high / span->low)
                        : (x - span->low) / (span->high - span->low);
}

/* Marks that would cover each other are stacked. */
static void print_marks(
    FILE *to, const struct speeds *s, const struct span *span, size_t row)
{
    size_t stacks[COLUMNS] = {0}, highest = 1;
    for (int pass = 0; pass < 2; pass++) {
        const double step = fmin((INDEX_BASE - INDEX_TOP) / 5,
            (INDEX_BASE - INDEX_TOP) / (double)highest);
        for (size_t i = 0; i < s->n; i++) {
            const int at = (int)(place_of(span, s->x[i]) * (COLUMNS - 1));
            if (pass == 1)
                fprintf(to, "%.5g %.4f\n", s->x[i],
                    (double)row + INDEX_BASE - 0.06 -
                        step * (double)stacks[at]);
            stacks[at]++;
            highest = stacks[at] > highest ? stacks[at] : highest;
        }
        for (int i = 0; i < COLUMNS; i++)
            stacks[i] = 0;
    }
}

static void print_row(FILE *to, const char *name, const struct speeds *s,
    const struct span *span, size_t row)
{
    char *quoted = picture_quote(name);
    const double top = (double)row + INDEX_TOP - 0.08;
    const double base = (double)row + INDEX_BASE;
    index_print_row(to, quoted, row, span->low, span->high);
    fprintf(to,
        "set label '%.2fx of %.2fx, n = %zu' at %g,%g right tc rgb quiet font "
        "',11'\n",
        s->median, s->attainable, s->n, span->high, (double)row + INDEX_LABEL);
    fprintf(to,
        "set arrow from 1,%g to 1,%g nohead lc rgb quiet lw 1 back\n"
        "set arrow from %g,%g to %g,%g nohead lc rgb green lw 2 back\n"
        "set arrow from %g,%g to %g,%g nohead lc rgb orange lw 1.6 back\n",
        top, base, s->attainable, top, s->attainable, base, s->median, top,
        s->median, base);
    fprintf(to, "$row%zu << END\n", row);
    print_marks(to, s, span, row);
    fputs("END\n", to);
    free(quoted);
}

/* The exercises of one picture. */
struct rows {
    size_t exercises[INDEX_ROWS_MAX];
    size_t n;
    size_t number; /* of the picture */
};

static char *make_script(
    const struct site *site, const struct span *span, const struct rows *rows)
{
    char *script;
    size_t size;
    FILE *to = mem_stream(&script, &size);
    fprintf(
        to, "set xrange [%g:%g]\nset format x '%%gx'\n", span->low, span->high);
    if (span->is_log)
        fputs("set logscale x 2\n", to);
    index_print_axes(to, rows->n);
    for (size_t i = 0; i < rows->n; i++) {
        const size_t k = rows->exercises[i];
        const struct speeds s = speeds_of(site, k);
        print_row(to, site->policy->exercises[k].exercise->name, &s, span, i);
        free(s.x);
    }
    fputs("plot ", to);
    for (size_t i = 0; i < rows->n; i++)
        fprintf(to,
            "$row%zu with points pt 7 ps (narrow ? 0.45 : 0.55) lc rgb blue "
            "notitle, ",
            i);
    fputs("NaN notitle\n", to);
    fclose(to);
    return script;
}

static void add_picture(struct document *document, const struct site *site,
    const struct span *span, const struct rows *rows)
{
    char *script = make_script(site, span, rows);
    char *id = mem_format("speeds-%zu", rows->number);
    const int height = INDEX_ROW * (int)rows->n + INDEX_AXIS;
    const struct picture picture = {id, "Speedups of each exercise",
        "For each exercise the speedup of every student as a mark, with a line "
        "at the median, at what was attainable and at 1x. The table has the "
        "numbers.",
        height, height, script};
    document_picture(document, &picture, "");
    free(id);
    free(script);
}

static void add_pictures(
    struct document *document, const struct site *site, const struct span *span)
{
    struct rows rows = {.n = 0};
    for (size_t k = 0; k < site->marks->n_exercises; k++) {
        const struct speeds s = speeds_of(site, k);
        free(s.x);
        if (s.n > 0)
            rows.exercises[rows.n++] = k;
        if (rows.n == 0 ||
            (rows.n < INDEX_ROWS_MAX && k + 1 < site->marks->n_exercises))
            continue;
        add_picture(document, site, span, &rows);
        rows.number++;
        rows.n = 0;
    }
}

static void add_row(
    struct document *document, const char *name, const struct speeds *s)
{
    document_cell(document, "%s", name);
    document_cell(document, "%zu", s->n);
    if (s->n > 0) {
        document_cell(document, "%.2fx", s->median);
        document_cell(document, "%.2f to %.2f", s->low, s->high);
        document_cell(document, "%.2fx", s->attainable);
    } else {
        for (int i = 0; i < 3; i++)
            document_cell(document, "–");
    }
    document_cell(document, "%zu", s->n_open);
}

void site_add_speeds(struct document *document, const struct site *site)
{
    static const char *const titles[] = {
        "Exercise", "Measured", "Median", "Range", "Attainable", "Open"};
    size_t n_rows;
    const struct span span = span_of(site, &n_rows);
    if (n_rows == 0)
        return;
    document_heading(document, 2, "Speedups");
    document_words(document,
        "Blue: one student each. Orange: the median. Green: the median of what "
        "was attainable. Grey: 1x, the serial program.");
    add_pictures(document, site, &span);
    document_table(document, "Speedups of each exercise", "lrrrrr");
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        document_cell(document, "%s", titles[i]);
    for (size_t k = 0; k < site->marks->n_exercises; k++) {
        const struct speeds s = speeds_of(site, k);
        add_row(document, site->policy->exercises[k].exercise->name, &s);
        free(s.x);
    }
}

/* Guesses and what was measured, and what is to be said of them. */
struct guesses {
    FILE *to;
    size_t n, n_high, n_low;
    double low, high;
};

static void collect_guesses(const struct site *site, struct guesses *guesses)
{
    for (size_t i = 0; i < site->marks->n_students; i++)
        for (size_t k = 0; k < site->marks->n_exercises; k++) {
            const struct site_speed one = site_speed_of(site_mark(site, i, k));
            if (isnan(one.guess) || isnan(one.speedup))
                continue;
            fprintf(guesses->to, "%.5g %.5g\n", one.guess, one.speedup);
            guesses->n++;
            guesses->n_high += one.guess > 1.1 * one.speedup;
            guesses->n_low += one.speedup > 1.1 * one.guess;
            guesses->low = fmin(guesses->low, fmin(one.guess, one.speedup));
            guesses->high = fmax(guesses->high, fmax(one.guess, one.speedup));
        }
}

static void draw_guesses(
    struct document *document, const struct guesses *guesses, const char *data)
{
    const bool is_log = guesses->high > LOG_FROM * guesses->low;
    const double low = guesses->low * 0.92, high = guesses->high * 1.06;
    char *script = mem_format(
        "set xrange [%g:%g]; set yrange [%g:%g]\n%s"
        "set format x '%%gx'; set format y '%%gx'\n"
        "set xlabel 'guess' tc rgb quiet\n"
        "set ylabel 'measured' tc rgb quiet offset 1,0\n"
        "unset key; set rmargin 2; set grid lc rgb grid lw 0.8 lt 1\n"
        "$guesses << END\n%sEND\n"
        "plot x with lines lc rgb quiet dt 3, $guesses with points pt 7 ps "
        "0.6 lc rgb blue\n",
        low, high, low, high, is_log ? "set logscale xy 2\n" : "", data);
    const struct picture picture = {"guesses", "Guesses and speedups",
        "Every guess against the speedup that was measured then; on the line "
        "they are equal.",
        GUESS_HEIGHT, GUESS_NARROW, script};
    document_picture(document, &picture, "");
    free(script);
}

void site_add_guesses(struct document *document, const struct site *site)
{
    char *data;
    size_t size;
    struct guesses guesses = {
        .to = mem_stream(&data, &size), .low = INFINITY, .high = 0};
    collect_guesses(site, &guesses);
    fclose(guesses.to);
    if (guesses.n > 0) {
        document_heading(document, 2, "Guesses");
        document_words(document,
            "Of %zu guesses %zu were too high by more than a tenth, and %zu "
            "too low. On the line guess and speedup are equal.",
            guesses.n, guesses.n_high, guesses.n_low);
        draw_guesses(document, &guesses, data);
    }
    free(data);
}
