/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/fail.h"
#include "grader/base/mem.h"
#include "grader/report/drawing.h"

/* A row of bars for each worker. Tasks that follow each other differ in
 * shade; a task's number stands in its bar where there is room for it. */

static int by_worker_and_start(const void *a, const void *b)
{
    const struct timeline_bar *p = a, *q = b;
    if (p->worker != q->worker)
        return p->worker - q->worker;
    return (p->start_s > q->start_s) - (p->start_s < q->start_s);
}

/* A data block of the bars of one shade, or of all that have room. */
static void print_bars(FILE *to, const char *name,
    const struct timeline_bar bars[], size_t n, bool (*is_in)(size_t place))
{
    fprintf(to, "$%s << END\n", name);
    size_t place = 0;
    for (size_t i = 0; i < n; i++) {
        place = i > 0 && bars[i].worker == bars[i - 1].worker ? place + 1 : 0;
        if (is_in(place))
            fprintf(to, "%.6f %.6f %d %ld\n", bars[i].start_s * 1e3,
                bars[i].end_s * 1e3, bars[i].worker, bars[i].task);
    }
    fputs("END\n", to);
}

static bool is_dark(size_t place)
{
    return place % 2 == 0;
}

static bool is_pale(size_t place)
{
    return place % 2 == 1;
}

static void print_script(
    FILE *to, const struct timeline_bar bars[], size_t n, int n_workers)
{
    double end_ms = 1e-3;
    for (size_t i = 0; i < n; i++)
        end_ms = fmax(end_ms, bars[i].end_s * 1e3);
    print_bars(to, "dark", bars, n, is_dark);
    print_bars(to, "pale", bars, n, is_pale);
    fprintf(to,
        "unset key\n"
        "set xrange [0:%g]; set yrange [%g:-0.6]\n"
        "set xlabel 'milliseconds since the first task' tc rgb quiet\n"
        "set ylabel 'worker' tc rgb quiet offset 1,0\n"
        "set ytics 1 scale 0\n"
        "set rmargin 2\n"
        "set style fill solid border rgb paper\n",
        end_ms, n_workers - 0.4);
    fprintf(to,
        "room = (narrow ? 0.12 : 0.06) * %g\n"
        "number(from, to, task) = to - from > room ? "
        "sprintf('%%d', task) : ''\n"
        "plot $dark using 1:3:1:2:($3-0.38):($3+0.38) with boxxyerror "
        "fc rgb blue, "
        "$pale using 1:3:1:2:($3-0.38):($3+0.38) with boxxyerror "
        "fc rgb pale, "
        "$dark using (($1+$2)/2):3:(number($1,$2,$4)) with labels "
        "tc rgb paper, "
        "$pale using (($1+$2)/2):3:(number($1,$2,$4)) with labels "
        "tc rgb ink\n",
        end_ms);
}

void drawing_timeline(
    struct document *document, const struct timeline *timeline, int n_workers)
{
    const size_t n = timeline->n_bars;
    struct timeline_bar *bars = mem_new(n, sizeof *bars);
    char *script;
    size_t size;
    memcpy(bars, timeline->bars, n * sizeof *bars);
    qsort(bars, n, sizeof *bars, by_worker_and_start);
    FILE *to = open_memstream(&script, &size);
    if (to == NULL)
        fail_grader("cannot make a text in memory");
    print_script(to, bars, n, n_workers);
    fclose(to);
    char *description = mem_format(
        "A row for each of %d workers, with a bar for each of %zu tasks from "
        "its begin to its end. Gaps are times without a task.",
        n_workers, n);
    const struct picture picture = {"timeline", "Workers and their tasks",
        description, 80 + 34 * n_workers, 80 + 30 * n_workers, script};
    document_picture(document, &picture, "");
    free(description);
    free(script);
    free(bars);
}
