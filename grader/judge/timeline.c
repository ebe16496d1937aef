/* SPDX-License-Identifier: MIT */
#include "grader/judge/timeline.h"

#include <stdbool.h>
#include <stdlib.h>

#include "grader/base/mem.h"

/* Workers go by any number that tells them apart (a thread's, say) and get
 * small ones here. All numbers come from the candidate's processes: each is
 * checked before it is used. */

enum { WORKERS_MAX = 64 };
#define SPAN_NS_MAX UINT64_C(3600000000000)

struct span {
    uint64_t worker, start_ns, end_ns;
};

static struct span span_at(const uint64_t words[], size_t task)
{
    const uint64_t *at = words + 3 * task;
    return (struct span){at[0], at[1], at[2]};
}

static bool is_span(const struct span *span)
{
    return span->start_ns <= span->end_ns &&
           span->end_ns - span->start_ns <= SPAN_NS_MAX;
}

/* When the first task was begun. What was never written is a pattern of
 * equal words, which is no span since no worker has that number. */
static uint64_t first_start(
    const uint64_t words[], size_t n_tasks, uint64_t unwritten)
{
    uint64_t first = UINT64_MAX;
    for (size_t i = 0; i < n_tasks; i++) {
        const struct span span = span_at(words, i);
        if (span.worker != unwritten && is_span(&span) && span.start_ns < first)
            first = span.start_ns;
    }
    return first;
}

struct started {
    uint64_t worker, start_ns;
};

static int by_start(const void *a, const void *b)
{
    const struct started *p = a, *q = b;
    return (p->start_ns > q->start_ns) - (p->start_ns < q->start_ns);
}

/* The workers in the order of their first tasks. */
static size_t find_workers(const uint64_t words[], size_t n_tasks,
    uint64_t unwritten, struct started workers[WORKERS_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < n_tasks; i++) {
        const struct span span = span_at(words, i);
        size_t w = 0;
        if (span.worker == unwritten || !is_span(&span))
            continue;
        while (w < n && workers[w].worker != span.worker)
            w++;
        if (w == WORKERS_MAX)
            continue;
        if (w == n)
            workers[n++] = (struct started){span.worker, span.start_ns};
        else if (span.start_ns < workers[w].start_ns)
            workers[w].start_ns = span.start_ns;
    }
    qsort(workers, n, sizeof *workers, by_start);
    return n;
}

struct timeline timeline_of_spans(const uint64_t words[], size_t n_tasks)
{
    const uint64_t unwritten = UINT64_C(0x5a5a5a5a5a5a5a5a);
    struct timeline timeline = {0};
    struct started workers[WORKERS_MAX];
    const uint64_t origin = first_start(words, n_tasks, unwritten);
    const size_t n = find_workers(words, n_tasks, unwritten, workers);
    for (size_t i = 0; i < n_tasks; i++) {
        const struct span span = span_at(words, i);
        size_t w = 0;
        while (w < n && workers[w].worker != span.worker)
            w++;
        if (w == n || !is_span(&span) || span.end_ns - origin > SPAN_NS_MAX)
            continue;
        timeline.bars =
            mem_grow(timeline.bars, timeline.n_bars, sizeof *timeline.bars);
        timeline.bars[timeline.n_bars++] = (struct timeline_bar){(int)w,
            (long)i, (double)(span.start_ns - origin) * 1e-9,
            (double)(span.end_ns - origin) * 1e-9};
    }
    return timeline;
}

void timeline_free(struct timeline *timeline)
{
    free(timeline->bars);
    *timeline = (struct timeline){0};
}
