/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "grader/base/mem.h"
#include "grader/site/index_private.h"

/* How the points of each exercise are spread: a row of bars an exercise, as
 * high as there are students, all rows on one axis. Scripts are made of
 * numbers and of the names of exercises alone. */

enum { BINS = 20 };

/* What is known of an exercise. */
struct spread {
    size_t n_handed_in, n_known, n_full;
    size_t n_open; /* these are not among the known: it may become more */
    double open_points;
    double median; /* of the shares; NAN: none is known */
    size_t bins[BINS];
};

static struct spread spread_of(const struct site *site, size_t exercise)
{
    const size_t n = site->marks->n_students;
    struct spread spread = {.median = NAN};
    double *x = mem_new(n + 1, sizeof *x);
    for (size_t i = 0; i < n; i++) {
        const struct mark *mark = site_mark(site, i, exercise);
        const double share = site_share(mark);
        spread.n_handed_in += mark->n_attempts > 0;
        spread.open_points += mark->open_points;
        spread.n_open += mark->open_points > 0;
        if (isnan(share) || mark->open_points > 0)
            continue;
        const double within = fmin(fmax(share, 0), 1);
        x[spread.n_known++] = share;
        spread.n_full += share > 1 - 1e-9;
        spread.bins[(int)fmin(within * BINS, BINS - 1)]++;
    }
    if (spread.n_known > 0)
        spread.median = stats_median(x, spread.n_known);
    free(x);
    return spread;
}

static void print_row(
    FILE *to, const char *name, const struct spread *spread, size_t row)
{
    char *quoted = picture_quote(name);
    size_t most = 1;
    for (int i = 0; i < BINS; i++)
        most = spread->bins[i] > most ? spread->bins[i] : most;
    index_print_row(to, quoted, row, 0, 100);
    char *open = spread->n_open > 0 ? mem_format(", %zu open", spread->n_open)
                                    : mem_text("");
    fprintf(to,
        "set label 'median %.0f %%, n = %zu%s' at 100,%g right tc rgb quiet "
        "font ',11'\n",
        100 * spread->median, spread->n_known, open, (double)row + INDEX_LABEL);
    free(open);
    fprintf(to,
        "set arrow from %g,%g to %g,%g nohead lc rgb orange lw 1.6 front\n",
        100 * spread->median, (double)row + INDEX_TOP - 0.05,
        100 * spread->median, (double)row + INDEX_BASE);
    fprintf(to, "$row%zu << END\n", row);
    for (int i = 0; i < BINS; i++) {
        const double height =
            (INDEX_BASE - INDEX_TOP) * (double)spread->bins[i] / (double)most;
        const double base = (double)row + INDEX_BASE;
        if (spread->bins[i] > 0)
            fprintf(to, "%g %g %g %g %g %g\n", 5.0 * i + 2.5, base,
                5.0 * i + 0.3, 5.0 * i + 4.7, base - height, base);
    }
    fputs("END\n", to);
    free(quoted);
}

/* The exercises of one picture. */
struct rows {
    size_t exercises[INDEX_ROWS_MAX];
    size_t n;
    size_t number; /* of the picture */
};

static void add_picture(
    struct document *document, const struct site *site, const struct rows *rows)
{
    char *script, *id = mem_format("points-%zu", rows->number);
    size_t size;
    FILE *to = mem_stream(&script, &size);
    fputs("set xrange [-1:101]\nset xtics 20 format '%g %%'\n", to);
    index_print_axes(to, rows->n);
    for (size_t i = 0; i < rows->n; i++) {
        const size_t k = rows->exercises[i];
        const struct spread spread = spread_of(site, k);
        print_row(to, site->policy->exercises[k].exercise->name, &spread, i);
    }
    fputs("plot ", to);
    for (size_t i = 0; i < rows->n; i++)
        fprintf(to,
            "$row%zu using 1:2:3:4:5:6 with boxxyerror fc rgb blue fs solid "
            "noborder notitle, ",
            i);
    fputs("NaN notitle\n", to);
    fclose(to);
    const int height = INDEX_ROW * (int)rows->n + INDEX_AXIS;
    const struct picture picture = {id, "Points of each exercise",
        "For each exercise how many students have how large a share of its "
        "points, in steps of five per cent, with the median as a line. The "
        "table has the numbers.",
        height, height, script};
    document_picture(document, &picture, "");
    free(script);
    free(id);
}

static void add_pictures(struct document *document, const struct site *site)
{
    struct rows rows = {.n = 0};
    for (size_t k = 0; k < site->marks->n_exercises; k++) {
        if (spread_of(site, k).n_known > 0)
            rows.exercises[rows.n++] = k;
        if (rows.n == 0 ||
            (rows.n < INDEX_ROWS_MAX && k + 1 < site->marks->n_exercises))
            continue;
        add_picture(document, site, &rows);
        rows.number++;
        rows.n = 0;
    }
}

void index_print_row(
    FILE *to, const char *name, size_t row, double low, double high)
{
    fprintf(to, "set label %s at %g,%g left tc rgb ink font ',12'\n", name, low,
        (double)row + INDEX_LABEL);
    fprintf(to, "set arrow from %g,%g to %g,%g nohead lc rgb grid lw 1 back\n",
        low, (double)row + INDEX_BASE, high, (double)row + INDEX_BASE);
}

void index_print_axes(FILE *to, size_t n_rows)
{
    fprintf(to,
        "set yrange [%g:0]\nunset ytics; unset key; set border 1\n"
        "set lmargin 2; set rmargin 2; set tmargin 0.5; set bmargin 2\n",
        (double)n_rows + 0.05);
}

static void add_row(struct document *document, const struct site *site,
    size_t exercise, const struct spread *spread)
{
    char *open = site_points(spread->open_points);
    document_cell(
        document, "%s", site->policy->exercises[exercise].exercise->name);
    document_cell(document, "%zu", spread->n_handed_in);
    document_cell(document, "%zu", spread->n_known);
    if (spread->n_known > 0)
        document_cell(document, "%.0f %%", 100 * spread->median);
    else
        document_cell(document, "–");
    document_cell(document, "%zu", spread->n_full);
    document_cell(document, "%s", open);
    free(open);
}

void site_add_points(struct document *document, const struct site *site)
{
    static const char *const titles[] = {"Exercise", "Handed in", "Decided",
        "Median", "Full points", "Open points"};
    document_heading(document, 2, "Points");
    add_pictures(document, site);
    document_table(document, "Points of each exercise", "lrrrrr");
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        document_cell(document, "%s", titles[i]);
    for (size_t k = 0; k < site->marks->n_exercises; k++) {
        const struct spread spread = spread_of(site, k);
        add_row(document, site, k, &spread);
    }
}
