/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/report/drawing.h"

/* A row of bars for each worker. Tasks that follow each other differ in
 * shade; a task's number stands in its bar where there is room for it. */

enum { SEEN_MAX = 80 }; /* bars of a worker that can be told apart */

static int by_worker_and_start(const void *a, const void *b)
{
    const struct timeline_bar *p = a, *q = b;
    if (p->worker != q->worker)
        return p->worker - q->worker;
    return (p->start_s > q->start_s) - (p->start_s < q->start_s);
}

/* Join the tasks of a worker that follow each other without a gap that could
 * be seen, where there are too many to see each. @return how many are left. */
static size_t join(struct timeline_bar bars[], size_t n, double gap_s)
{
    size_t n_joined = 0;
    for (size_t i = 0; i < n; i++) {
        struct timeline_bar *last = n_joined > 0 ? &bars[n_joined - 1] : NULL;
        if (last != NULL && last->worker == bars[i].worker &&
            bars[i].start_s - last->end_s < gap_s)
            last->end_s = fmax(last->end_s, bars[i].end_s);
        else
            bars[n_joined++] = bars[i];
    }
    return n_joined;
}

/* A data block of every second bar of each worker. */
static void print_bars(FILE *to, const char *name,
    const struct timeline_bar bars[], size_t n, size_t remainder)
{
    size_t place = 0;
    fprintf(to, "$%s << END\n", name);
    for (size_t i = 0; i < n; i++) {
        place = i > 0 && bars[i].worker == bars[i - 1].worker ? place + 1 : 0;
        if (place % 2 == remainder)
            fprintf(to, "%.6f %.6f %d %ld\n", bars[i].start_s * 1e3,
                bars[i].end_s * 1e3, bars[i].worker, bars[i].task);
    }
    fputs("END\n", to);
}

static void print_script(FILE *to, const struct timeline_bar bars[], size_t n,
    int n_workers, double end_s, bool is_joined)
{
    print_bars(to, "dark", bars, n, 0);
    print_bars(to, "pale", bars, n, 1);
    fprintf(to,
        "unset key\n"
        "set xrange [0:%g]; set yrange [%g:-0.6]\n"
        "set xlabel 'milliseconds since the first task' tc rgb quiet\n"
        "set ylabel 'worker' tc rgb quiet offset 1,0\n"
        "set ytics 1 scale 0\n"
        "set rmargin 2\n"
        "set style fill solid %s\n",
        end_s * 1e3, n_workers - 0.4,
        is_joined ? "noborder" : "border rgb paper");
    fprintf(to,
        "room = %d ? 1e9 : (narrow ? 0.12 : 0.06) * %g\n"
        "number(from, to, task) = to - from > room ? "
        "sprintf('%%d', task) : ''\n"
        "plot $dark using 1:3:1:2:($3-0.38):($3+0.38) with boxxyerror "
        "fc rgb blue, "
        "$pale using 1:3:1:2:($3-0.38):($3+0.38) with boxxyerror "
        "fc rgb %s, "
        "$dark using (($1+$2)/2):3:(number($1,$2,$4)) with labels "
        "tc rgb paper, "
        "$pale using (($1+$2)/2):3:(number($1,$2,$4)) with labels "
        "tc rgb ink\n",
        is_joined, end_s * 1e3, is_joined ? "blue" : "pale");
}

void drawing_timeline(
    struct document *document, const struct timeline *timeline, int n_workers)
{
    size_t n = timeline->n_bars, size;
    const bool is_joined = n > (size_t)n_workers * SEEN_MAX;
    struct timeline_bar *bars = mem_new(n, sizeof *bars);
    double end_s = 1e-6;
    char *script;
    memcpy(bars, timeline->bars, n * sizeof *bars);
    qsort(bars, n, sizeof *bars, by_worker_and_start);
    for (size_t i = 0; i < n; i++)
        end_s = fmax(end_s, bars[i].end_s);
    if (is_joined)
        n = join(bars, n, end_s / PICTURE_WIDE);
    FILE *to = mem_stream(&script, &size);
    print_script(to, bars, n, n_workers, end_s, is_joined);
    fclose(to);
    char *description = mem_format(
        "A row for each of %d workers, with bars where it was at work on one "
        "of %zu tasks. Gaps are times without a task.",
        n_workers, timeline->n_bars);
    const struct picture picture = {"timeline", "Workers and their tasks",
        description, 80 + 34 * n_workers, 80 + 30 * n_workers, script};
    document_picture(document, &picture, "");
    free(description);
    free(script);
    free(bars);
}
