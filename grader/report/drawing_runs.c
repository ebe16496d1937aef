/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "grader/base/mem.h"
#include "grader/report/drawing.h"

/* Every run as a mark. A run that does not count has a mark of another shape
 * for each reason, and the legend counts them. The vertical axis is made for
 * the runs that count; one that lies beyond it stands at its end. */

/* Heights of the parts of the picture, in pixels. gnuplot makes a legend no
 * higher than the plot, else it begins another column: there is room for the
 * eleven lines that it can have. */
enum { PLOT = 250, AXIS = 62, LEGEND_LINE = 20 };
enum { NARROW_PLOT = 210, NARROW_LEGEND_LINE = 18 };

enum { MANY = 150 }; /* runs: their marks get smaller */

/* How the runs with one flaw are marked. */
static const struct mark {
    int point; /* of gnuplot's terminal svg */
    double size;
    const char *colour;
} marks[N_FLAWS] = {
    [FLAW_NONE] = {7, 0.55, "blue"}, /* a disc */
    [FLAW_BUSY] = {2, 0.7, "orange"}, /* x */
    [FLAW_STOLEN] = {9, 0.65, "purple"}, /* a triangle */
    [FLAW_UNEVEN] = {4, 0.6, "orange"}, /* a square */
    [FLAW_SHARED] = {1, 0.7, "purple"}, /* + */
    [FLAW_STATE] = {12, 0.7, "green"}, /* a diamond */
};

/* What the vertical axis spans: all runs that count and the lines that they
 * are compared with. */
static struct interval span(const struct measure_result *one)
{
    const struct measurement *m = &one->measurement;
    struct interval y = {INFINITY, -INFINITY};
    for (size_t i = 0; i < m->n_samples; i++) {
        const struct sample *s = &m->samples[i];
        if (s->flaw != FLAW_NONE && m->n_clean > 0)
            continue;
        y.low = fmin(y.low, s->speedup);
        y.high = fmax(y.high, s->speedup);
    }
    if (m->n_clean > 0)
        y.high = fmax(y.high, m->attainable);
    const double margin = fmax(0.08 * (y.high - y.low), 0.01);
    return (struct interval){y.low - margin, y.high + margin};
}

/* The runs with one flaw; those out of the picture stand at its edge. */
static size_t print_runs(FILE *to, const struct measurement *m, enum flaw flaw,
    const struct interval *y)
{
    size_t n = 0;
    fprintf(to, "$runs%d << END\n", flaw);
    for (size_t i = 0; i < m->n_samples; i++) {
        const struct sample *s = &m->samples[i];
        if (s->flaw != flaw || !isfinite(s->speedup))
            continue;
        fprintf(to, "%.3f %.5g\n", s->at_s,
            fmin(fmax(s->speedup, y->low), y->high));
        n++;
    }
    fputs("END\n", to);
    return n;
}

static bool is_cut(const struct measurement *m, const struct interval *y)
{
    bool is_any = false;
    for (size_t i = 0; i < m->n_samples; i++)
        is_any |=
            m->samples[i].speedup < y->low || m->samples[i].speedup > y->high;
    return is_any;
}

/* Ticks at the top where new processes were started. @return how many. */
static int print_restarts(FILE *to, const struct measurement *m)
{
    int n = 0;
    for (size_t i = 1; i < m->n_samples; i++) {
        const struct sample *before = &m->samples[i - 1], *s = &m->samples[i];
        if (s->runners == before->runners)
            continue;
        const double at = (before->at_s + s->at_s) / 2;
        fprintf(to,
            "set arrow from first %.3f, graph 0.97 to first %.3f, graph 1 "
            "nohead "
            "lc rgb quiet lw 0.8 back\n",
            at, at);
        n++;
    }
    return n;
}

static bool has_attainable(const struct measurement *m)
{
    return m->n_clean > 0 && isfinite(m->attainable);
}

static int count_curves(const struct measurement *m,
    const size_t counts[N_FLAWS], int n_restarts, const struct interval *y)
{
    int n = m->status == MEASURE_MEASURED ? 2 : 0;
    n += has_attainable(m);
    for (int flaw = 0; flaw < N_FLAWS; flaw++)
        n += counts[flaw] > 0;
    return n + (n_restarts > 0) + is_cut(m, y);
}

/* The curves, in the order of the legend. */
static void print_curves(FILE *to, const struct measure_result *one,
    const size_t counts[N_FLAWS], int n_restarts, const struct interval *y)
{
    const struct measurement *m = &one->measurement;
    const struct interval *interval = &m->speedup_interval;
    const double scale = m->n_samples > MANY ? 0.75 : 1;
    char *yardstick = drawing_yardstick(one);
    fputs("plot ", to);
    if (m->status == MEASURE_MEASURED) {
        const double full = score_full_speedup(one->measure, m->attainable);
        fprintf(to,
            "$x using 1:(%g):(%g) with filledcurves lc rgb pale "
            "title '%.2fx, between %.2f and %.2f', "
            "%g with lines lc rgb green dt 2 title 'full points from %.2fx', ",
            fmax(interval->low, y->low), fmin(interval->high, y->high),
            m->speedup, interval->low, interval->high, full, full);
    }
    if (has_attainable(m))
        fprintf(to, "%g with lines lc rgb quiet dt 3 title '%.2fx: %s', ",
            m->attainable, m->attainable, yardstick);
    for (int i = 1; i <= N_FLAWS; i++) { /* those that count come on top */
        const int flaw = i % N_FLAWS;
        if (counts[flaw] > 0)
            fprintf(to,
                "$runs%d with points pt %d ps %g lc rgb %s title '%zu: %s', ",
                flaw, marks[flaw].point, scale * marks[flaw].size,
                marks[flaw].colour, counts[flaw],
                flaw == FLAW_NONE ? "counted"
                                  : measure_flaw_text((enum flaw)flaw));
    }
    if (n_restarts > 0)
        fputs("NaN with points pt 1 ps 0.01 lc rgb quiet title "
              "'a tick at the top: new processes', ",
            to);
    if (is_cut(m, y))
        fputs("NaN with points pt 1 ps 0.01 lc rgb quiet title "
              "'a mark on the edge: beyond the picture', ",
            to);
    fputs("NaN notitle\n", to);
    free(yardstick);
}

/* The legend stands below: a line a curve. */
static void print_layout(FILE *to, const struct picture *picture, int n_curves)
{
    const double bottom = AXIS + LEGEND_LINE * n_curves;
    const double narrow_bottom = AXIS + NARROW_LEGEND_LINE * n_curves;
    fprintf(to,
        "set xlabel 'seconds since measuring began' tc rgb quiet\n"
        "set ylabel 'speedup' tc rgb quiet offset 1,0\n"
        "set format y '%%.2f'\n"
        "set rmargin 2\n"
        "set bmargin at screen (narrow ? %g : %g)\n"
        "set key at screen 0.01, screen 0 left bottom Left reverse vertical "
        "maxrows %d maxcols 1 samplen 2 spacing 1.0\n"
        "if (narrow) { set key font ',11' spacing 1.0 }\n",
        narrow_bottom / picture->narrow_height, bottom / picture->height,
        n_curves);
}

void drawing_runs(
    struct document *document, const struct measure_result *one, size_t number)
{
    const struct measurement *m = &one->measurement;
    const struct interval y = span(one);
    const double end_s = fmax(1.04 * m->samples[m->n_samples - 1].at_s, 1e-3);
    size_t counts[N_FLAWS], size;
    char *script;
    FILE *to = mem_stream(&script, &size);
    fprintf(to,
        "set xrange [%g:%g]; set yrange [%g:%g]\n"
        "$x << END\n%g\n%g\nEND\n",
        -0.02 * end_s, end_s, y.low, y.high, -0.02 * end_s, end_s);
    for (int flaw = 0; flaw < N_FLAWS; flaw++)
        counts[flaw] = print_runs(to, m, (enum flaw)flaw, &y);
    const int n_restarts = print_restarts(to, m);
    const int n_curves = count_curves(m, counts, n_restarts, &y);
    struct picture picture = {.title = "All runs in the order of time",
        .height = PLOT + AXIS + LEGEND_LINE * n_curves,
        .narrow_height = NARROW_PLOT + AXIS + NARROW_LEGEND_LINE * n_curves};
    print_layout(to, &picture, n_curves);
    print_curves(to, one, counts, n_restarts, &y);
    fclose(to);
    char *id = mem_format("runs-%zu", number);
    char *description = mem_format(
        "The speedup of each of %zu runs in the order of time; the vertical "
        "axis goes from %.2fx to %.2fx. %zu runs count; those that do not are "
        "marked by the reason. The table of all runs has the numbers.",
        m->n_samples, y.low, y.high, m->n_clean);
    picture.id = id;
    picture.description = description;
    picture.script = script;
    document_picture(document, &picture, "");
    free(description);
    free(id);
    free(script);
}
