/* SPDX-License-Identifier: MIT */
#include "grader/report/drawing.h"

#include <math.h>
#include <stdlib.h>

#include "grader/base/fail.h"
#include "grader/base/mem.h"

/* Scripts of pictures are made of numbers and of our own words alone. Each
 * curve differs from the others in its mark or its line, not in its colour
 * only, and every picture says in a sentence what it shows. */

enum { RULER = 24, LEGEND_LINE = 18 };

/* What the ruler is drawn with, where the character set has it and where
 * not. */
static const struct brush {
    const char *left, *line, *mark, *right;
} pretty = {"├", "─", "●", "┤"}, plain = {"|", "-", "o", "|"};

static FILE *begin(char **text, size_t *size)
{
    FILE *to = open_memstream(text, size);
    if (to == NULL)
        fail_grader("cannot make a text in memory");
    return to;
}

char *drawing_ruler_line(const struct measurement *m, bool is_utf8)
{
    const struct brush *brush = is_utf8 ? &pretty : &plain;
    const double share = (m->speedup - 1) / (m->attainable - 1);
    const int at = (int)lround(fmin(fmax(share, 0), 1) * (RULER - 1));
    char *line;
    size_t size;
    FILE *to = begin(&line, &size);
    fprintf(to, "1.0x %s", brush->left);
    for (int i = 0; i < RULER; i++)
        fputs(i == at ? brush->mark : brush->line, to);
    fprintf(to, "%s %.2fx: %d serial copies side by side", brush->right,
        m->attainable, m->n_workers);
    fclose(to);
    return line;
}

/* Where a label stands beside a mark, so that it stays in the picture. */
static const char *side(double x, double from, double to)
{
    const double share = (x - from) / (to - from);
    return share > 0.7 ? "right" : share < 0.3 ? "left" : "center";
}

static char *ruler_script(const struct measurement *m, double full)
{
    const struct interval *interval = &m->speedup_interval;
    const double x0 = fmin(1, fmin(interval->low, m->speedup));
    const double x1 = fmax(m->attainable, fmax(interval->high, m->speedup));
    const double margin = 0.03 * (x1 - x0);
    char *script;
    size_t size;
    FILE *to = begin(&script, &size);
    fprintf(to,
        "unset border; unset tics; unset key\n"
        "set lmargin at screen 0; set rmargin at screen 1\n"
        "set bmargin at screen 0; set tmargin at screen 1\n"
        "set xrange [%g:%g]; set yrange [-2.5:1.8]\n",
        x0 - margin, x1 + margin);
    fprintf(to,
        "set arrow from 1,0 to %g,0 nohead lc rgb quiet lw 1.5\n"
        "set arrow from 1,-0.3 to 1,0.3 nohead lc rgb quiet lw 1.5\n"
        "set arrow from %g,-0.3 to %g,0.3 nohead lc rgb quiet lw 1.5\n"
        "set arrow from %g,0 to %g,0 nohead lc rgb green lw 4\n"
        "set arrow from %g,0 to %g,0 nohead lc rgb blue lw 8 front\n",
        m->attainable, m->attainable, m->attainable, full, m->attainable,
        interval->low, interval->high);
    fprintf(to,
        "set label '1.0x' at 1,-0.95 left tc rgb quiet\n"
        "set label '%.2fx: %d serial copies' at %g,-0.95 right tc rgb quiet\n"
        "set label 'full points from %.2fx' at %g,-1.95 %s tc rgb green\n",
        m->attainable, m->n_workers, m->attainable, full, m->attainable,
        "right");
    fprintf(to,
        "set label '%.2fx' at %g,1.15 %s tc rgb ink font ',16'\n"
        "$speedup << END\n%g 0\nEND\n"
        "plot $speedup with points pt 7 ps 1.7 lc rgb paper, "
        "$speedup with points pt 7 ps 1.2 lc rgb blue\n",
        m->speedup, m->speedup, side(m->speedup, x0, x1), m->speedup);
    fclose(to);
    return script;
}

void drawing_ruler(
    struct document *document, const struct measure_result *one, size_t number)
{
    const struct measurement *m = &one->measurement;
    const double full = score_full_speedup(one->measure, m->attainable);
    char *id = mem_format("ruler-%zu", number);
    char *script = ruler_script(m, full);
    char *line = drawing_ruler_line(m, true);
    char *description = mem_format(
        "A ruler from 1.0x, the serial program, to %.2fx, %d serial copies "
        "side by side. The speedup is at %.2fx, its interval from %.2fx to "
        "%.2fx. Full points begin at %.2fx.",
        m->attainable, m->n_workers, m->speedup, m->speedup_interval.low,
        m->speedup_interval.high, full);
    const struct picture picture = {
        id, "The speedup on a ruler", description, 110, 110, script};
    document_picture(document, &picture, line);
    free(description);
    free(line);
    free(script);
    free(id);
}

/* How the runs with one flaw are marked. */
static const struct mark {
    int point; /* of gnuplot's terminal svg */
    double size;
    const char *colour;
} marks[N_FLAWS] = {
    [FLAW_NONE] = {7, 0.5, "blue"}, /* a disc */
    [FLAW_BUSY] = {2, 0.6, "orange"}, /* x */
    [FLAW_STOLEN] = {9, 0.6, "purple"}, /* a triangle */
    [FLAW_UNEVEN] = {4, 0.6, "orange"}, /* a square */
    [FLAW_SHARED] = {1, 0.6, "purple"}, /* + */
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
    if (m->status == MEASURE_MEASURED)
        y = (struct interval){fmin(y.low, m->speedup_interval.low),
            fmax(y.high, m->speedup_interval.high)};
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

/* Thin lines where new processes were started. @return how many. */
static int print_restarts(FILE *to, const struct measurement *m)
{
    int n = 0;
    for (size_t i = 1; i < m->n_samples; i++) {
        const struct sample *before = &m->samples[i - 1], *s = &m->samples[i];
        if (s->runners == before->runners)
            continue;
        const double at = (before->at_s + s->at_s) / 2;
        fprintf(to,
            "set arrow from first %.3f, graph 0 to first %.3f, graph 1 nohead "
            "lc rgb grid lw 0.8 back\n",
            at, at);
        n++;
    }
    return n;
}

static const char *legend(enum flaw flaw)
{
    return flaw == FLAW_NONE ? "counted" : measure_flaw_text(flaw);
}

/* The curves, in the order of the legend. @return how many. */
static int print_curves(FILE *to, const struct measure_result *one,
    const size_t counts[N_FLAWS], int n_restarts)
{
    const struct measurement *m = &one->measurement;
    const struct interval *interval = &m->speedup_interval;
    int n = 0;
    fputs("plot ", to);
    if (m->status == MEASURE_MEASURED) {
        const double full = score_full_speedup(one->measure, m->attainable);
        n += fprintf(to, "$x using 1:(%g):(%g) with filledcurves lc rgb pale ",
                 interval->low, interval->high) > 0;
        fprintf(to, "title '%.2fx, between %.2f and %.2f', ", m->speedup,
            interval->low, interval->high);
        n += fprintf(to, "%g with lines lc rgb green dt 2 title ", full) > 0;
        fprintf(to, "'full points from %.2fx', ", full);
    }
    if (m->n_clean > 0)
        n += fprintf(to,
                 "%g with lines lc rgb quiet dt 3 title "
                 "'%.2fx: %d serial copies', ",
                 m->attainable, m->attainable, m->n_workers) > 0;
    for (int flaw = 0; flaw < N_FLAWS; flaw++)
        if (counts[flaw] > 0)
            n += fprintf(to,
                     "$runs%d with points pt %d ps %g lc rgb %s title "
                     "'%zu: %s', ",
                     flaw, marks[flaw].point, marks[flaw].size,
                     marks[flaw].colour, counts[flaw], legend(flaw)) > 0;
    if (n_restarts > 0)
        n += fprintf(to, "NaN with lines lc rgb grid lw 0.8 title "
                         "'new processes', ") > 0;
    fputs("NaN notitle\n", to);
    return n;
}

static char *runs_script(const struct measure_result *one, int *n_curves)
{
    const struct measurement *m = &one->measurement;
    const struct interval y = span(one);
    const double end_s = fmax(1.04 * m->samples[m->n_samples - 1].at_s, 1e-3);
    size_t counts[N_FLAWS];
    char *script;
    size_t size;
    FILE *to = begin(&script, &size);
    fprintf(to,
        "set xrange [%g:%g]; set yrange [%g:%g]\n"
        "set xlabel 'seconds since measuring began' tc rgb quiet\n"
        "set ylabel 'speedup' tc rgb quiet offset 1,0\n"
        "set format y '%%.2f'\n"
        "set rmargin 2\n"
        "set key bmargin left Left reverse vertical maxcols (narrow ? 1 : 2) "
        "width -4 samplen 2.5 spacing 1.15\n"
        "$x << END\n%g\n%g\nEND\n",
        -0.02 * end_s, end_s, y.low, y.high, -0.02 * end_s, end_s);
    for (int flaw = 0; flaw < N_FLAWS; flaw++)
        counts[flaw] = print_runs(to, m, (enum flaw)flaw, &y);
    const int n_restarts = print_restarts(to, m);
    *n_curves = print_curves(to, one, counts, n_restarts);
    fclose(to);
    return script;
}

void drawing_runs(
    struct document *document, const struct measure_result *one, size_t number)
{
    const struct measurement *m = &one->measurement;
    if (m->n_samples == 0)
        return;
    int n_curves;
    char *id = mem_format("runs-%zu", number);
    char *script = runs_script(one, &n_curves);
    char *description = mem_format(
        "The speedup of each of %zu runs in the order of time, from %.2fx to "
        "%.2fx on the vertical axis. %zu runs count; those that do not are "
        "marked by the reason. The table of all runs has the numbers.",
        m->n_samples, span(one).low, span(one).high, m->n_clean);
    const struct picture picture = {id, "All runs in the order of time",
        description, 250 + LEGEND_LINE * (n_curves + 1) / 2,
        230 + LEGEND_LINE * n_curves, script};
    document_picture(document, &picture, "");
    free(description);
    free(script);
    free(id);
}
