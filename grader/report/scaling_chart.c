/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "grader/report/scaling.h"

/* The curve in characters: speedup upwards, workers to the right. Up to 8
 * workers both axes are linear, then both are logarithmic, so that the ideal
 * is a straight line either way. Lines that are labelled are whole steps of
 * the axis: 1, 2, 3, … or 1, 2, 4, …. Where two marks meet, the program's
 * wins. */

enum { ROWS_WANTED = 12, ROWS_MAX = 40, COLUMNS = 61, LINEAR_MAX = 8 };

enum mark { MARK_NONE, MARK_IDEAL, MARK_COPIES, MARK_CROWDED, MARK_SPEEDUP };

static const char *const pretty[] = {" ", "·", "○", "◇", "●"};
static const char *const plain[] = {" ", ".", "c", "x", "o"};

/* Axes count steps: of 1, or doublings. */
struct chart {
    unsigned char marks[ROWS_MAX][COLUMNS]; /* row 0 is at the bottom */
    bool is_log;
    double x_max; /* steps from 1 worker to the last */
    double y_min, y_max; /* likewise, whole numbers */
    int rows_of_step;
    int n_rows;
};

bool scaling_has_chart(const struct scaling_curve *curve)
{
    size_t n_known = 0;
    for (size_t i = 0; i < curve->n_points; i++)
        n_known += curve->points[i].is_known;
    return n_known >= 3;
}

double scaling_ideal(const struct scaling *scaling, double n_workers)
{
    return fmin(n_workers, scaling->cores);
}

/* Where a number is on an axis. */
static double step_of(const struct chart *chart, double value)
{
    return chart->is_log ? log2(value) : value;
}

static double value_of(const struct chart *chart, double step)
{
    return chart->is_log ? exp2(step) : step;
}

static void put(struct chart *chart, double x, double y, enum mark mark)
{
    const double start = step_of(chart, 1);
    const double across = (step_of(chart, x) - start) / chart->x_max;
    const long column = lround(across * (COLUMNS - 1));
    const long row =
        lround((step_of(chart, y) - chart->y_min) * chart->rows_of_step);
    if (column < 0 || column >= COLUMNS || row < 0 || row >= chart->n_rows)
        return;
    unsigned char *at = &chart->marks[row][column];
    *at = *at > mark ? *at : (unsigned char)mark;
}

static void fill(struct chart *chart, const struct scaling *scaling,
    const struct scaling_curve *curve)
{
    for (int i = 0; i < COLUMNS; i += 2) {
        const double p = value_of(
            chart, step_of(chart, 1) + chart->x_max * i / (COLUMNS - 1));
        put(chart, p, scaling_ideal(scaling, p), MARK_IDEAL);
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

/* Axes that hold all marks. */
static void lay_out(struct chart *chart, const struct scaling *scaling,
    const struct scaling_curve *curve)
{
    double most = 1, least = 1;
    int last = 1;
    for (size_t i = 0; i < curve->n_points; i++) {
        const struct scaling_point *p = &curve->points[i];
        if (!p->is_known)
            continue;
        last = p->n_workers;
        most = fmax(most, p->speedup);
        least = fmin(least, p->speedup);
        if (p->has_copies)
            most = fmax(most, p->copies);
    }
    most = fmax(most, scaling_ideal(scaling, last));
    chart->is_log = last > LINEAR_MAX;
    chart->x_max = step_of(chart, last) - step_of(chart, 1);
    chart->y_min = chart->is_log ? fmax(floor(log2(least) + 0.1), -4)
                   : least < 0.9 ? 0
                                 : 1;
    chart->y_max = fmin(ceil(step_of(chart, most) - 0.05), 16);
    const double steps = fmax(chart->y_max - chart->y_min, 1);
    chart->rows_of_step = (int)fmax(1, round(ROWS_WANTED / steps));
    chart->n_rows = (int)steps * chart->rows_of_step + 1;
}

static void print_x_axis(FILE *to, const struct chart *chart, bool is_utf8)
{
    char numbers[COLUMNS + 8];
    fputs(is_utf8 ? "         └" : "         +", to);
    for (int i = 0; i < COLUMNS; i++)
        fputs(is_utf8 ? "─" : "-", to);
    memset(numbers, ' ', sizeof numbers);
    for (int step = 0; step <= (int)chart->x_max; step++) {
        char text[8];
        const double value = value_of(chart, step + step_of(chart, 1));
        const int at = (int)lround(step / chart->x_max * (COLUMNS - 1));
        const int n = snprintf(text, sizeof text, "%.0f", value);
        memcpy(numbers + at, text, (size_t)n);
    }
    fprintf(to, "\n          %.*s workers\n", COLUMNS + 1, numbers);
}

static void print_row(
    FILE *to, const struct chart *chart, int row, bool is_utf8)
{
    const char *const *brush = is_utf8 ? pretty : plain;
    const int at_step = row / chart->rows_of_step;
    int last = COLUMNS - 1;
    while (last >= 0 && chart->marks[row][last] == MARK_NONE)
        last--;
    if (row % chart->rows_of_step == 0)
        fprintf(to, "  %5.4gx %s", value_of(chart, chart->y_min + at_step),
            is_utf8 ? "┤" : "|");
    else
        fprintf(to, "         %s", is_utf8 ? "│" : "|");
    for (int i = 0; i <= last; i++)
        fputs(brush[chart->marks[row][i]], to);
    fputc('\n', to);
}

void scaling_chart(FILE *to, const struct scaling *scaling,
    enum scaling_kind kind, bool is_utf8)
{
    const struct scaling_curve *curve = &scaling->curves[kind];
    const char *const *brush = is_utf8 ? pretty : plain;
    struct chart chart = {0};
    if (!scaling_has_chart(curve))
        return;
    lay_out(&chart, scaling, curve);
    fill(&chart, scaling, curve);
    for (int row = chart.n_rows - 1; row >= 0; row--)
        print_row(to, &chart, row, is_utf8);
    print_x_axis(to, &chart, is_utf8);
    fprintf(to, "          %s the program  %s copies  %s ideal",
        brush[MARK_SPEEDUP], brush[MARK_COPIES], brush[MARK_IDEAL]);
    if (scaling->n_workers > scaling->cores)
        fprintf(to, "  %s more workers than cores", brush[MARK_CROWDED]);
    fputc('\n', to);
}
