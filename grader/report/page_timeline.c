/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "grader/base/mem.h"
#include "grader/report/drawing.h"
#include "grader/report/page.h"

/* Who did which task when, in numbers and as a picture. What was recorded
 * comes from the program's own processes; it is shown as it is. */

static int count_workers(const struct timeline *timeline)
{
    int n = 0;
    for (size_t i = 0; i < timeline->n_bars; i++)
        if (timeline->bars[i].worker >= n)
            n = timeline->bars[i].worker + 1;
    return n;
}

static void add_worker(
    struct document *document, const struct timeline *timeline, int worker)
{
    size_t n = 0;
    double busy_s = 0, first_s = INFINITY, last_s = 0;
    for (size_t i = 0; i < timeline->n_bars; i++) {
        const struct timeline_bar *bar = &timeline->bars[i];
        if (bar->worker != worker)
            continue;
        n++;
        busy_s += bar->end_s - bar->start_s;
        first_s = fmin(first_s, bar->start_s);
        last_s = fmax(last_s, bar->end_s);
    }
    document_cell(document, "%d", worker);
    document_cell(document, "%zu", n);
    document_cell(document, "%.2f", busy_s * 1e3);
    document_cell(document, "%.2f", n > 0 ? first_s * 1e3 : 0);
    document_cell(document, "%.2f", last_s * 1e3);
}

void page_add_timeline(
    struct document *document, const struct timeline *timeline)
{
    static const char *const titles[] = {"Worker", "Tasks", "At work (ms)",
        "First begun (ms)", "Last ended (ms)"};
    const int n_workers = count_workers(timeline);
    if (n_workers == 0)
        return;
    document_heading(document, 2, "Workers and their tasks");
    document_words(document,
        "One run of the program, recorded by its workers themselves. A gap in "
        "a worker's row is a time without a task.");
    drawing_timeline(document, timeline, n_workers);
    document_table(document, "What each worker did", "rrrrr");
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        document_cell(document, "%s", titles[i]);
    for (int worker = 0; worker < n_workers; worker++)
        add_worker(document, timeline, worker);
}
