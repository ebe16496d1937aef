/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "grader/base/fail.h"
#include "grader/base/mem.h"
#include "grader/report/scaling.h"

/* The curve for a page. Up to 8 workers the axes are linear, from there on
 * logarithmic: then the ideal is straight, and 2 of 64 workers have as much
 * room as 64. Scripts are made of numbers and of our own words alone. */

enum {
    LINEAR_MAX = 8,
    HEIGHT = 340, /* without the legend */
    NARROW_HEIGHT = 280,
    LEGEND_LINE = 18,
};

/* What the axes span. */
struct span {
    int x_max;
    double y_min, y_max;
    bool is_log;
};

static struct span span_of(
    const struct scaling *scaling, const struct scaling_curve *curve)
{
    struct span span = {1, 1, 1, false};
    for (size_t i = 0; i < curve->n_points; i++) {
        const struct scaling_point *p = &curve->points[i];
        if (!p->is_known)
            continue;
        span.x_max = p->n_workers;
        span.y_min = fmin(span.y_min, p->interval.low);
        span.y_max = fmax(span.y_max, p->interval.high);
        if (p->has_copies)
            span.y_max = fmax(span.y_max, p->copies_interval.high);
    }
    span.is_log = span.x_max > LINEAR_MAX;
    span.y_max = fmax(span.y_max, scaling_ideal(scaling, span.x_max));
    return span;
}

static void print_axes(FILE *to, const struct span *span)
{
    fputs("set xlabel 'workers' tc rgb quiet\n"
          "set ylabel 'speedup' tc rgb quiet offset 1,0\n"
          "set rmargin 2\n"
          "set grid lc rgb grid lw 0.8 lt 1\n"
          "set key bmargin left Left reverse vertical maxcols (narrow ? 1 : 2) "
          "width -4 samplen 2.5 spacing 1.15\n",
        to);
    if (span->is_log)
        fprintf(to,
            "set logscale xy 2; set format x '%%.0f'; set format y '%%gx'\n"
            "set xrange [0.92:%g]; set yrange [%g:%g]\n",
            1.09 * span->x_max, 0.92 * span->y_min, 1.12 * span->y_max);
    else
        fprintf(to,
            "set xtics 1; set format y '%%gx'\n"
            "set xrange [0.9:%g]; set yrange [0:%g]\n",
            span->x_max + 0.1, 1.06 * span->y_max);
}

static bool is_fair(const struct scaling_point *p)
{
    return p->is_known && !p->is_oversubscribed;
}

static bool is_crowded(const struct scaling_point *p)
{
    return p->is_known && p->is_oversubscribed;
}

static bool has_copies(const struct scaling_point *p)
{
    return p->has_copies;
}

/* A data block "workers value low high" of some of the points.
 * @return how many. */
static size_t print_points(FILE *to, const char *name,
    const struct scaling_curve *curve,
    bool (*is_in)(const struct scaling_point *))
{
    size_t n = 0;
    fprintf(to, "$%s << END\n", name);
    for (size_t i = 0; i < curve->n_points; i++) {
        const struct scaling_point *p = &curve->points[i];
        if (!is_in(p))
            continue;
        const bool is_copies = is_in == has_copies;
        const struct interval *interval =
            is_copies ? &p->copies_interval : &p->interval;
        fprintf(to, "%d %.6g %.6g %.6g\n", p->n_workers,
            is_copies ? p->copies : p->speedup, interval->low, interval->high);
        n++;
    }
    fputs("END\n", to);
    return n;
}

/* The law's own line, as far as there are cores.
 * @return curves that it makes. */
static int print_law(
    FILE *to, const struct scaling *scaling, enum scaling_kind kind)
{
    const struct scaling_curve *curve = &scaling->curves[kind];
    const double share = curve->fit.share;
    if (!curve->has_fit)
        return 0;
    fprintf(to, "[1:%d] ",
        scaling->n_workers < scaling->cores ? scaling->n_workers
                                            : scaling->cores);
    if (kind == SCALING_STRONG)
        fprintf(to, "1 / (%g + (1 - %g) / x) ", share, share);
    else
        fprintf(to, "x - %g * (x - 1) ", share);
    fprintf(to,
        "with lines lc rgb orange dt 4 lw 1.5 title '%s, serial share %.2g "
        "%%', ",
        kind == SCALING_STRONG ? "Amdahl" : "Gustafson", 100 * share);
    return 1;
}

static char *make_script(
    const struct scaling *scaling, enum scaling_kind kind, int *n_curves)
{
    const struct scaling_curve *curve = &scaling->curves[kind];
    const struct span span = span_of(scaling, curve);
    char *script;
    size_t size;
    FILE *to = mem_stream(&script, &size);
    print_axes(to, &span);
    const size_t n_fair = print_points(to, "fair", curve, is_fair);
    const size_t n_crowded = print_points(to, "crowded", curve, is_crowded);
    const size_t n_copies = print_points(to, "copies", curve, has_copies);
    fprintf(to,
        "set samples 200\nplot [1:*] (x < %d ? x : %d) with lines lc rgb quiet "
        "dt 3 title 'ideal', ",
        scaling->cores, scaling->cores);
    *n_curves = 1;
    if (n_copies > 0)
        *n_curves +=
            fprintf(to, "$copies with lines lc rgb green notitle, $copies "
                        "with yerrorbars pt 6 ps 0.9 lc rgb green title "
                        "'copies of the serial baseline', ") > 0;
    if (n_fair > 0)
        fputs("$fair with lines lc rgb blue lw 0.7 notitle, ", to);
    *n_curves += print_law(to, scaling, kind);
    if (n_fair > 0)
        *n_curves +=
            fprintf(to, "$fair with yerrorbars pt 7 ps 0.8 lc rgb blue title "
                        "'the program', ") > 0;
    if (n_crowded > 0)
        *n_curves +=
            fprintf(to, "$crowded with yerrorbars pt 12 ps 1 lc rgb purple "
                        "title 'more workers than cores', ") > 0;
    fputs("NaN notitle\n", to);
    fclose(to);
    return script;
}

static char *chart_text(const struct scaling *scaling, enum scaling_kind kind)
{
    char *text;
    size_t size;
    FILE *to = mem_stream(&text, &size);
    scaling_chart(to, scaling, kind, true);
    fclose(to);
    return text;
}

void scaling_picture(struct document *document, const struct scaling *scaling,
    enum scaling_kind kind)
{
    const struct scaling_curve *curve = &scaling->curves[kind];
    const struct scaling_point *last = NULL;
    for (size_t i = 0; i < curve->n_points; i++)
        if (curve->points[i].is_known)
            last = &curve->points[i];
    if (last == NULL)
        return;
    int n_curves;
    char *script = make_script(scaling, kind, &n_curves);
    char *instead = chart_text(scaling, kind);
    char *description = mem_format(
        "The speedup over the number of workers, up to %.2fx on %d. Next to it "
        "are the ideal line, the law that was fitted, and what copies of the "
        "serial baseline gain. The table has the numbers.",
        last->speedup, last->n_workers);
    const struct picture picture = {kind == SCALING_STRONG ? "strong" : "weak",
        kind == SCALING_STRONG ? "Strong scaling" : "Weak scaling", description,
        HEIGHT + LEGEND_LINE * (n_curves + 1) / 2,
        NARROW_HEIGHT + LEGEND_LINE * n_curves, script};
    document_picture(document, &picture, instead);
    free(description);
    free(instead);
    free(script);
}
