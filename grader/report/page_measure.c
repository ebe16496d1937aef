/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/report/drawing.h"
#include "grader/report/page.h"

/* What was measured, from the one number to every run. What is shown of the
 * parts of a run is the median over the runs that count; where none counts,
 * over all, and the text says so. */

static void row(struct document *document, const char *name, const char *value)
{
    document_cell(document, "%s", name);
    document_cell(document, "%s", value);
}

#define ROW(name, ...)                                                         \
    do {                                                                       \
        char *value_ = mem_format(__VA_ARGS__);                                \
        row(document, name, value_);                                           \
        free(value_);                                                          \
    } while (0)

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static void add_numbers(struct document *document, const struct result *result,
    const struct measure_result *one)
{
    const struct measurement *m = &one->measurement;
    const bool is_measured = m->status == MEASURE_MEASURED;
    char *yardstick = drawing_yardstick(one);
    document_table(document, "What was measured", "ll");
    row(document, "What", "How much");
    if (is_measured) {
        const int precision = score_precision(one->measure, m);
        ROW("Points", "%d of %d (±%d)", one->points.points, one->points.max,
            precision);
        ROW("Speedup", "%.2fx, between %.2fx and %.2fx", m->speedup,
            m->speedup_interval.low, m->speedup_interval.high);
        ROW("Attainable", "%.2fx: %s", m->attainable, yardstick);
        ROW("Full points from", "%.2fx",
            score_full_speedup(one->measure, m->attainable));
    }
    ROW("Workers", "%d; the course grades on %d", m->n_workers,
        result->official_workers);
    ROW("Runs", "%zu counted, %zu discarded", m->n_clean, m->n_discarded);
    if (m->repeats > 0)
        ROW("Calls in a run", "%zu", m->repeats);
    ROW("Measuring took", "%.1f s", m->seconds);
    free(yardstick);
}

static size_t count(const struct measurement *m, enum flaw flaw)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_samples; i++)
        n += m->samples[i].flaw == flaw;
    return n;
}

static void add_discarded(
    struct document *document, const struct measurement *m)
{
    if (m->n_discarded == 0)
        return;
    document_words(document,
        "%zu of %zu run%s do%s not count, because they say more about the "
        "machine than about the program:",
        m->n_discarded, m->n_samples, plural(m->n_samples),
        m->n_discarded == 1 ? "es" : "");
    for (int flaw = FLAW_NONE + 1; flaw < N_FLAWS; flaw++) {
        const size_t n = count(m, (enum flaw)flaw);
        if (n > 0)
            document_item(
                document, "in %zu %s", n, measure_flaw_text((enum flaw)flaw));
    }
}

/* What is shown of a part; the copies are shown together. */
struct quantity {
    const char *name;
    const char *format;
    double (*of_part)(const struct part *part);
    bool is_sum; /* over the copies; else their mean */
};

static double cores_of(const struct part *part)
{
    return part->seconds > 0 ? part->cpu_s / part->seconds : NAN;
}

static double milliseconds_of(const struct part *part)
{
    return part->seconds * 1e3;
}

static double switches_of(const struct part *part)
{
    return (double)part->switches;
}

static double faults_of(const struct part *part)
{
    return (double)part->faults;
}

static double lost_of(const struct part *part)
{
    return part->delay_s * 1e3;
}

static const struct quantity quantities[] = {
    {"Time of a run (ms)", "%.2f", milliseconds_of, false},
    {"Cores used on average", "%.2f", cores_of, true},
    {"Times given a core", "%.0f", switches_of, true},
    {"Page faults", "%.0f", faults_of, true},
    {"Time spent waiting for a core (ms)", "%.2f", lost_of, true},
};

enum part_name { PART_BASELINE, PART_CANDIDATE, PART_COPIES, N_PARTS };

static double value_of(const struct quantity *quantity,
    const struct sample *sample, int n_workers, enum part_name name)
{
    double sum = 0;
    if (name == PART_BASELINE)
        return quantity->of_part(&sample->baseline);
    if (name == PART_CANDIDATE)
        return quantity->of_part(&sample->candidate);
    for (int i = 0; i < n_workers; i++)
        sum += quantity->of_part(&sample->copies[i]);
    return quantity->is_sum ? sum : sum / n_workers;
}

static double median_of(const struct quantity *quantity,
    const struct measurement *m, enum part_name name)
{
    double *x = mem_new(m->n_samples, sizeof *x);
    size_t n = 0;
    for (size_t i = 0; i < m->n_samples; i++) {
        const struct sample *sample = &m->samples[i];
        const double value = value_of(quantity, sample, m->n_workers, name);
        if ((sample->flaw == FLAW_NONE || m->n_clean == 0) && isfinite(value))
            x[n++] = value;
    }
    const double median = n > 0 ? stats_median(x, n) : NAN;
    free(x);
    return median;
}

static void add_seen(
    struct document *document, const struct measurement *m, bool has_copies)
{
    document_heading(document, 3, "What was seen");
    document_words(document,
        "Each run times, in random order, the serial program on one core%s "
        "this program on %d worker%s%s. These are medians over the runs%s.",
        has_copies ? "," : " and", m->n_workers, plural((size_t)m->n_workers),
        has_copies ? ", and as many serial copies side by side" : "",
        m->n_clean > 0 ? " that count" : ", of which none counts");
    document_table(
        document, "What was seen while it ran", has_copies ? "lrrr" : "lrr");
    document_cell(document, "Medians");
    document_cell(document, "Serial program");
    document_cell(document, "This program");
    if (has_copies)
        document_cell(document, "Serial copies");
    for (size_t i = 0; i < sizeof quantities / sizeof *quantities; i++) {
        document_cell(document, "%s", quantities[i].name);
        for (int name = 0; name < N_PARTS - !has_copies; name++) {
            const double value =
                median_of(&quantities[i], m, (enum part_name)name);
            char *text = isfinite(value)
                             ? mem_format(quantities[i].format, value)
                             : mem_text("?");
            document_cell(document, "%s", text);
            free(text);
        }
    }
}

/* What the attainable speedup means, in a sentence. */
static void add_yardstick(
    struct document *document, const struct measure_result *one)
{
    const struct measurement *m = &one->measurement;
    switch (one->measure->yardstick) {
    case YARDSTICK_COPIES:
        document_words(document,
            "%d copies of the serial program side by side are %.2f times as "
            "fast as one: that is all that the machine could give while this "
            "was measured.",
            m->n_workers, m->attainable);
        break;
    case YARDSTICK_WORKERS:
        document_words(document,
            "The work is waiting, and %d workers can wait at the same time: "
            "%.2f times as fast is possible.",
            m->n_workers, m->attainable);
        break;
    case YARDSTICK_MULTIPLE:
        document_words(document, "The exercise asks for %.2f times as fast.",
            m->attainable);
        break;
    case YARDSTICK_NONE:
        break;
    }
}

void page_add_measure(struct document *document, const struct result *result,
    const struct measure_result *one)
{
    const struct measurement *m = &one->measurement;
    const size_t number =
        result->pictures_from + (size_t)(one - result->measures);
    document_heading(document, 2, "Faster: %s", one->measure->name);
    if (m->status == MEASURE_MEASURED) {
        drawing_ruler(document, one, number);
        document_words(document,
            "This program was %.2f times as fast as the serial program. The "
            "interval from %.2fx to %.2fx misses the true speedup less than "
            "once in a thousand gradings.",
            m->speedup, m->speedup_interval.low, m->speedup_interval.high);
        add_yardstick(document, one);
    } else {
        document_words(document, "%s: %s.",
            m->status == MEASURE_NOT_MEASURED
                ? "Not measured, so the points stay open"
                : "No points",
            m->why);
    }
    if (m->n_samples == 0)
        return;
    add_numbers(document, result, one);
    document_heading(document, 3, "Runs in the order of time");
    document_words(document,
        "%zu run%s, of which %zu count. The table at the end has them all.",
        m->n_samples, plural(m->n_samples), m->n_clean);
    drawing_runs(document, one, number);
    add_discarded(document, m);
    add_seen(document, m, one->measure->yardstick == YARDSTICK_COPIES);
}

static void add_run(struct document *document, const struct sample *s,
    size_t number, int n_copies)
{
    double fastest = INFINITY, slowest = 0;
    for (int i = 0; i < n_copies; i++) {
        fastest = fmin(fastest, s->copies[i].seconds);
        slowest = fmax(slowest, s->copies[i].seconds);
    }
    document_cell(document, "%zu", number);
    document_cell(document, "%.2f", s->at_s);
    document_cell(document, "%d", s->runners + 1);
    document_cell(document, "%s", s->order);
    document_cell(document, "%.2f", s->baseline.seconds * 1e3);
    document_cell(document, "%.2f", s->candidate.seconds * 1e3);
    if (n_copies > 0) {
        document_cell(document, "%.2f", fastest * 1e3);
        document_cell(document, "%.2f", slowest * 1e3);
    }
    document_cell(document, "%.3f", s->attainable);
    document_cell(document, "%s%.3f", s->is_late ? "< " : "", s->speedup);
    document_cell(document, "%.1f %%", 100 * s->foreign);
    document_cell(document, "%s",
        s->flaw == FLAW_NONE ? "yes" : measure_flaw_text(s->flaw));
}

static void add_titles(struct document *document, const char *const titles[])
{
    for (size_t i = 0; titles[i] != NULL; i++)
        document_cell(document, "%s", titles[i]);
}

void page_add_runs(struct document *document, const struct measure_result *one)
{
    static const char *const before[] = {
        "Run", "At (s)", "Set", "Order", "Serial (ms)", "This (ms)", NULL};
    static const char *const copies[] = {"Fastest copy", "Slowest copy", NULL};
    static const char *const after[] = {
        "Attainable", "Speedup", "Disturbed", "Counts", NULL};
    const struct measurement *m = &one->measurement;
    const bool has_copies = one->measure->yardstick == YARDSTICK_COPIES;
    if (m->n_samples == 0)
        return;
    char *name = mem_format("All runs: %s", one->measure->name);
    document_fold(document, name);
    document_words(document,
        "Set: which set of processes ran it. Order: b the serial program, c "
        "this program, k the copies. Disturbed: the largest share of a part's "
        "time that others took.");
    document_table(document, name, has_copies ? "rrrlrrrrrrrl" : "rrrlrrrrrl");
    add_titles(document, before);
    if (has_copies)
        add_titles(document, copies);
    add_titles(document, after);
    for (size_t i = 0; i < m->n_samples; i++)
        add_run(document, &m->samples[i], i + 1, has_copies ? m->n_workers : 0);
    document_fold_end(document);
    free(name);
}
