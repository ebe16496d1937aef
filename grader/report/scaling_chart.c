/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "grader/report/scaling.h"

/* The curve in characters: speedup upwards, workers to the right. Up to 8
 * workers both axes are linear, then both are logarithmic, so that the ideal
 * is a straight line either way. Where two marks meet, the program's wins. */

enum { ROWS = 13, COLUMNS = 61, KNOWN_MIN = 3, LINEAR_MAX = 8 };

enum mark { MARK_NONE, MARK_IDEAL, MARK_COPIES, MARK_CROWDED, MARK_SPEEDUP };

static const char *const pretty[] = {" ", "·", "○", "◇", "●"};
static const char *const plain[] = {" ", ".", "c", "x", "o"};

struct chart {
    unsigned char marks[ROWS][COLUMNS]; /* row 0 is at the bottom */
    bool is_log;
    double x_max, y_min, y_max;
};

static double share(bool is_log, double value, double min, double max)
{
    return is_log ? log2(value / min) / log2(max / min)
                  : (value - min) / (max - min);
}

static void put(struct chart *chart, double x, double y, enum mark mark)
{
    const double across = share(chart->is_log, x, 1, chart->x_max);
    const double up = share(chart->is_log, y, chart->y_min, chart->y_max);
    if (!(across >= 0 && across <= 1 && up >= -0.01 && up <= 1.01))
        return;
    const int column = (int)lround(across * (COLUMNS - 1));
    const int row = (int)lround(up * (ROWS - 1));
    unsigned char *at = &chart->marks[row][column];
    *at = *at > mark ? *at : (unsigned char)mark;
}

static void fill(struct chart *chart, const struct scaling_curve *curve)
{
    for (int i = 0; i < COLUMNS; i += 2) {
        const double at = (double)i / (COLUMNS - 1);
        const double p =
            chart->is_log ? pow(chart->x_max, at) : 1 + at * (chart->x_max - 1);
        put(chart, p, p, MARK_IDEAL);
    }
    for (size_t i = 0; i < curve->n_points; i++) {
        const struct scaling_point *p = &curve->points[i];
        if (p->is_known)
            put(chart, p->n_workers, p->speedup,
                p->is_oversubscribed ? MARK_CROWDED : MARK_SPEEDUP);
        if (p->has_copies)
            put(chart, p->n_workers, p->copies, MARK_COPIES);
    }
}

/* Axes that hold all marks. @return known points. */
static size_t look(struct chart *chart, const struct scaling_curve *curve)
{
    size_t n_known = 0;
    chart->x_max = chart->y_max = 1;
    chart->y_min = 1;
    for (size_t i = 0; i < curve->n_points; i++) {
        const struct scaling_point *p = &curve->points[i];
        if (!p->is_known)
            continue;
        n_known++;
        chart->x_max = p->n_workers;
        chart->y_max = fmax(chart->y_max, p->speedup);
        chart->y_min = fmin(chart->y_min, p->speedup);
        if (p->has_copies)
            chart->y_max = fmax(chart->y_max, p->copies);
    }
    chart->is_log = chart->x_max > LINEAR_MAX;
    chart->y_max = fmax(chart->y_max, chart->x_max);
    if (chart->y_min < 1)
        chart->y_min = chart->is_log ? fmax(chart->y_min, 0.125) : 0;
    return n_known;
}

static double value_of_row(const struct chart *chart, int row)
{
    const double up = (double)row / (ROWS - 1);
    return chart->is_log ? chart->y_min * pow(chart->y_max / chart->y_min, up)
                         : chart->y_min + up * (chart->y_max - chart->y_min);
}

static void print_x_axis(FILE *to, const struct chart *chart, bool is_utf8)
{
    char numbers[COLUMNS + 8];
    int free_from = 0;
    fputs(is_utf8 ? "         └" : "         +", to);
    for (int i = 0; i < COLUMNS; i++)
        fputs(is_utf8 ? "─" : "-", to);
    memset(numbers, ' ', sizeof numbers);
    for (int p = 1; p <= (int)chart->x_max; p = chart->is_log ? 2 * p : p + 1) {
        const double across = share(chart->is_log, p, 1, chart->x_max);
        const int at = (int)lround(across * (COLUMNS - 1));
        char text[8];
        const int n = snprintf(text, sizeof text, "%d", p);
        if (at < free_from)
            continue;
        memcpy(numbers + at, text, (size_t)n);
        free_from = at + n + 1;
    }
    fprintf(to, "\n          %.*s workers\n", COLUMNS + 1, numbers);
}

void scaling_chart(FILE *to, const struct scaling *scaling,
    enum scaling_kind kind, bool is_utf8)
{
    const struct scaling_curve *curve = &scaling->curves[kind];
    const char *const *brush = is_utf8 ? pretty : plain;
    struct chart chart = {0};
    if (look(&chart, curve) < KNOWN_MIN)
        return;
    fill(&chart, curve);
    for (int row = ROWS - 1; row >= 0; row--) {
        if (row % 3 == 0)
            fprintf(to, "  %5.*fx %s", chart.y_max < 10 ? 1 : 0,
                value_of_row(&chart, row), is_utf8 ? "┤" : "|");
        else
            fprintf(to, "         %s", is_utf8 ? "│" : "|");
        int last = COLUMNS - 1;
        while (last >= 0 && chart.marks[row][last] == MARK_NONE)
            last--;
        for (int i = 0; i <= last; i++)
            fputs(brush[chart.marks[row][i]], to);
        fputc('\n', to);
    }
    print_x_axis(to, &chart, is_utf8);
    fprintf(to, "          %s the program  %s copies  %s ideal",
        brush[MARK_SPEEDUP], brush[MARK_COPIES], brush[MARK_IDEAL]);
    if (scaling->n_workers > scaling->cores)
        fprintf(to, "  %s more workers than cores", brush[MARK_CROWDED]);
    fputc('\n', to);
}
