/* SPDX-License-Identifier: MIT */
#include "grader/report/drawing.h"

#include <math.h>
#include <stdlib.h>

#include "grader/base/mem.h"

/* Scripts of pictures are made of numbers and of our own words alone. What is
 * drawn differs in its place, mark or line, not in its colour only, and every
 * picture says in a sentence what it shows. */

enum { RULER = 24 };

/* What the ruler is drawn with, where the character set has it and where
 * not. */
static const struct brush {
    const char *left, *line, *mark, *right;
} pretty = {"├", "─", "●", "┤"}, plain = {"|", "-", "o", "|"};

char *drawing_yardstick(const struct measure_result *one)
{
    const int n_workers = one->measurement.n_workers;
    switch (one->measure->yardstick) {
    case YARDSTICK_COPIES:
        return mem_format("%d serial copies side by side", n_workers);
    case YARDSTICK_WORKERS:
        return mem_format("%d workers at the same time", n_workers);
    case YARDSTICK_MULTIPLE:
        return mem_text("what the exercise asks for");
    case YARDSTICK_NONE:
        break;
    }
    return mem_text("no yardstick");
}

char *drawing_ruler_line(const struct measure_result *one, bool is_utf8)
{
    const struct brush *brush = is_utf8 ? &pretty : &plain;
    const struct measurement *m = &one->measurement;
    const double share = (m->speedup - 1) / (m->attainable - 1);
    const int at = (int)lround(fmin(fmax(share, 0), 1) * (RULER - 1));
    char *yardstick = drawing_yardstick(one), *line;
    size_t size;
    FILE *to = mem_stream(&line, &size);
    fprintf(to, "1.0x %s", brush->left);
    for (int i = 0; i < RULER; i++)
        fputs(i == at ? brush->mark : brush->line, to);
    fprintf(to, "%s %.2fx: %s", brush->right, m->attainable, yardstick);
    fclose(to);
    free(yardstick);
    return line;
}

/* Where a label stands beside a mark, so that it stays in the picture. */
static const char *side(double share)
{
    return share > 0.7 ? "right" : share < 0.3 ? "left" : "center";
}

/* The ruler proper; a very wide interval is cut off beyond its ends. */
static void print_scale(FILE *to, const struct measurement *m, double full)
{
    const struct interval *interval = &m->speedup_interval;
    const double a = m->attainable, more = 0.15 * (a - 1);
    const double x0 = fmin(m->speedup, fmax(fmin(1, interval->low), 1 - more));
    const double x1 = fmax(m->speedup, fmin(fmax(a, interval->high), a + more));
    const double margin = 0.03 * (x1 - x0);
    fprintf(to,
        "unset border; unset tics; unset key\n"
        "set lmargin at screen 0; set rmargin at screen 1\n"
        "set bmargin at screen 0; set tmargin at screen 1\n"
        "set xrange [%g:%g]; set yrange [-2.5:1.8]\n"
        "set object rect from %g,-0.4 to %g,0.4 fc rgb pale fs solid "
        "noborder behind\n",
        x0 - margin, x1 + margin, fmax(interval->low, x0),
        fmin(interval->high, x1 + margin));
    fprintf(to,
        "set arrow from 1,0 to %g,0 nohead lc rgb quiet lw 1.5 back\n"
        "set arrow from 1,-0.4 to 1,0.4 nohead lc rgb quiet lw 1.5 back\n"
        "set arrow from %g,-0.4 to %g,0.4 nohead lc rgb quiet lw 1.5 back\n"
        "set arrow from %g,0 to %g,0 nohead lc rgb green lw 4 back\n"
        "set arrow from %g,-0.4 to %g,0.4 nohead lc rgb green lw 1.5 back\n",
        a, a, a, full, a, full, full);
    fprintf(to, "set label '%.2fx' at %g,1.15 %s tc rgb ink font ',16'\n",
        m->speedup, m->speedup, side((m->speedup - x0) / (x1 - x0)));
}

static char *ruler_script(const struct measure_result *one, double full)
{
    const struct measurement *m = &one->measurement;
    char *yardstick = drawing_yardstick(one), *script;
    size_t size;
    FILE *to = mem_stream(&script, &size);
    print_scale(to, m, full);
    fprintf(to,
        "set label '1.0x' at 1,-0.95 left tc rgb quiet\n"
        "set label '%.2fx: %s' at %g,-0.95 right tc rgb quiet\n"
        "set label 'full points from %.2fx' at %g,-1.95 right tc rgb green\n",
        m->attainable, yardstick, m->attainable, full, m->attainable);
    fprintf(to,
        "$speedup << END\n%g 0\nEND\n"
        "plot $speedup with points pt 7 ps 1.6 lc rgb paper, "
        "$speedup with points pt 7 ps 1.2 lc rgb blue\n",
        m->speedup);
    fclose(to);
    free(yardstick);
    return script;
}

void drawing_ruler(
    struct document *document, const struct measure_result *one, size_t number)
{
    const struct measurement *m = &one->measurement;
    const double full = score_full_speedup(one->measure, m->attainable);
    char *id = mem_format("ruler-%zu", number);
    char *script = ruler_script(one, full);
    char *line = drawing_ruler_line(one, true);
    char *yardstick = drawing_yardstick(one);
    char *description = mem_format(
        "A ruler from 1.0x, the serial program, to %.2fx, %s. The speedup is "
        "at %.2fx, its interval from %.2fx to %.2fx. Full points begin at "
        "%.2fx.",
        m->attainable, yardstick, m->speedup, m->speedup_interval.low,
        m->speedup_interval.high, full);
    const struct picture picture = {
        id, "The speedup on a ruler", description, 110, 110, script};
    document_picture(document, &picture, line);
    free(description);
    free(yardstick);
    free(line);
    free(script);
    free(id);
}
