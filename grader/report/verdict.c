/* SPDX-License-Identifier: MIT */
#include "grader/report/verdict.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/diagnose/diagnose.h"
#include "grader/report/strict.h"

/* The JSON is our own, but it may be older than this program, and its texts
 * are those of submissions. Nothing in it is believed to be there: numbers
 * are finite and within bounds or unknown, arrays have a greatest length, and
 * a name of a diagnosis is one of the catalogue. What would make a picture
 * impossible (no speedup, nothing attainable) is told in words instead. */

enum { SAMPLES_MAX = 5000, MEASURES_MAX = 8, ITEMS_MAX = 1000 };

#define BIG 1e9
#define ATTAINABLE_MIN 1.001 /* a ruler has a length */

static double number(const json_t *json, const char *key)
{
    const double value = strict_number(json, key);
    return fabs(value) <= BIG ? value : NAN;
}

static int integer(const json_t *json, const char *key, int min, int max)
{
    const double value = number(json, key);
    return isnan(value) ? min : (int)fmin(fmax(value, min), max);
}

static const char *text(const json_t *json, const char *key)
{
    const char *value = strict_text(json, key);
    return value != NULL ? value : "";
}

static size_t length(const json_t *array, size_t max)
{
    const size_t n = json_array_size(array);
    return n < max ? n : max;
}

static struct part part_of(const json_t *json)
{
    return (struct part){.seconds = number(json, "seconds"),
        .cpu_s = number(json, "cpu_s"),
        .delay_s = number(json, "delay_s"),
        .concurrency = number(json, "concurrency"),
        .switches = integer(json, "switches", 0, INT32_MAX),
        .faults = integer(json, "faults", 0, INT32_MAX)};
}

static void read_sample(const json_t *json, struct sample *sample)
{
    const json_t *copies = json_object_get(json, "copies");
    *sample = (struct sample){.at_s = fmax(number(json, "at_s"), 0),
        .runners = integer(json, "runners", 0, INT32_MAX),
        .attainable = number(json, "attainable"),
        .speedup = number(json, "speedup"),
        .gain = number(json, "gain"),
        .foreign = number(json, "foreign"),
        .is_late = strict_is_true(json, "late"),
        .baseline = part_of(json_object_get(json, "baseline")),
        .candidate = part_of(json_object_get(json, "candidate"))};
    snprintf(sample->order, sizeof sample->order, "%s", text(json, "order"));
    for (size_t i = 0; i < length(copies, MEASURE_WORKERS_MAX); i++)
        sample->copies[i] = part_of(json_array_get(copies, i));
    if (!strict_is_true(json, "clean"))
        sample->flaw = measure_flaw_named(strict_text(json, "why"));
    if (sample->flaw == N_FLAWS)
        sample->flaw = FLAW_BUSY;
}

/* A run of which something is missing is no run. */
static bool is_whole(const struct sample *sample, int n_workers)
{
    bool is_known = isfinite(sample->speedup) && isfinite(sample->attainable) &&
                    isfinite(sample->foreign) &&
                    isfinite(sample->baseline.seconds) &&
                    isfinite(sample->candidate.seconds);
    for (int i = 0; i < n_workers; i++)
        is_known = is_known && isfinite(sample->copies[i].seconds);
    return is_known;
}

static void read_samples(const json_t *json, struct measurement *m)
{
    const json_t *samples = json_object_get(json, "samples");
    const size_t n = length(samples, SAMPLES_MAX);
    m->samples = mem_new(n + 1, sizeof *m->samples);
    for (size_t i = 0; i < n; i++) {
        struct sample *sample = &m->samples[m->n_samples];
        read_sample(json_array_get(samples, i), sample);
        if (!is_whole(sample, m->n_workers))
            continue;
        m->n_samples++;
        m->n_clean += sample->flaw == FLAW_NONE;
        m->n_discarded += sample->flaw != FLAW_NONE;
    }
}

/* Where the verdict says none, the runs may still do. */
static double attainable_of_runs(const struct measurement *m)
{
    double *x = mem_new(m->n_samples + 1, sizeof *x);
    size_t n = 0;
    for (size_t i = 0; i < m->n_samples; i++)
        if (m->samples[i].flaw == FLAW_NONE &&
            isfinite(m->samples[i].attainable))
            x[n++] = m->samples[i].attainable;
    const double median = n > 0 ? stats_median(x, n) : NAN;
    free(x);
    return median;
}

static enum measure_status status_of(const char *name)
{
    return strcmp(name, "measured") == 0     ? MEASURE_MEASURED
           : strcmp(name, "not-graded") == 0 ? MEASURE_NOT_GRADED
                                             : MEASURE_NOT_MEASURED;
}

static bool can_be_drawn(const struct measurement *m)
{
    return m->speedup > 0 && m->attainable > ATTAINABLE_MIN &&
           m->speedup_interval.low <= m->speedup &&
           m->speedup_interval.high >= m->speedup;
}

static void read_measurement(const json_t *json, struct measurement *m)
{
    *m = (struct measurement){.status = status_of(text(json, "status")),
        .n_workers = integer(json, "workers", 1, MEASURE_WORKERS_MAX),
        .repeats = (size_t)integer(json, "repeats", 0, INT32_MAX),
        .speedup = number(json, "value"),
        .attainable = number(json, "attainable"),
        .gain = number(json, "gain"),
        .speedup_interval = {number(json, "low"), number(json, "high")},
        .gain_interval = {number(json, "gain_low"), number(json, "gain_high")},
        .seconds = fmax(number(json, "seconds"), 0)};
    snprintf(m->why, sizeof m->why, "%s", text(json, "why"));
    read_samples(json, m);
    if (isnan(m->attainable))
        m->attainable = attainable_of_runs(m);
    if (m->status == MEASURE_MEASURED && !can_be_drawn(m)) {
        m->status = MEASURE_NOT_MEASURED;
        snprintf(m->why, sizeof m->why, "the verdict has no speedup");
    }
}

/* The manifest's measure of that name, as it was when this was graded. */
static void read_measure(const json_t *json, const struct exercise *exercise,
    struct measure *measure)
{
    *measure =
        (struct measure){.yardstick = YARDSTICK_NONE, .full_gain_percent = 90};
    for (size_t i = 0; i < exercise->n_measures; i++)
        if (strcmp(exercise->measures[i].name, text(json, "name")) == 0)
            *measure = exercise->measures[i];
    measure->name = mem_text(text(json, "name"));
    measure->points = integer(json, "max_points", 0, INT32_MAX);
}

static void read_measures(struct verdict *verdict)
{
    const json_t *measures = json_object_get(verdict->json, "measures");
    const struct exercise *manifest = verdict->result.exercise;
    const size_t n = length(measures, MEASURES_MAX);
    struct result *result = &verdict->result;
    verdict->exercise.measures = mem_new(n + 1, sizeof(struct measure));
    verdict->exercise.n_measures = n;
    result->measures = mem_new(n + 1, sizeof *result->measures);
    result->has_speed = n > 0;
    for (size_t i = 0; i < n; i++) {
        const json_t *json = json_array_get(measures, i);
        struct measure_result *one = &result->measures[i];
        read_measure(json, manifest, &verdict->exercise.measures[i]);
        one->measure = &verdict->exercise.measures[i];
        read_measurement(json, &one->measurement);
        const int points = integer(json, "points", 0, INT32_MAX);
        const bool is_open = one->measurement.status == MEASURE_NOT_MEASURED;
        one->points = (struct points){
            points, is_open ? one->measure->points : 0, one->measure->points};
        result->official_workers =
            integer(json, "official_workers", 1, INT32_MAX);
    }
    verdict->result.exercise = &verdict->exercise;
}

/* "parlab check … --case 12" */
static long case_number(const char *repeat)
{
    static const char option[] = " --case ";
    const char *found = NULL;
    for (const char *at = repeat; (at = strstr(at, option)) != NULL; at++)
        found = at + sizeof option - 1;
    return found != NULL ? strtol(found, NULL, 10) : 0;
}

static void read_correct(struct verdict *verdict)
{
    const json_t *json = json_object_get(verdict->json, "correct");
    const json_t *failures = json_object_get(json, "failures");
    const size_t n = length(failures, ITEMS_MAX);
    verdict->n_passed = integer(json, "passed", 0, INT32_MAX);
    verdict->n_cases = integer(json, "total", 0, INT32_MAX);
    verdict->is_concurrent = strict_is_true(json, "concurrent");
    verdict->result.correct =
        (struct points){.points = integer(json, "points", 0, INT32_MAX),
            .max = integer(json, "max_points", 0, INT32_MAX)};
    verdict->failures = mem_new(n + 1, sizeof *verdict->failures);
    verdict->n_failures = n;
    for (size_t i = 0; i < n; i++) {
        const json_t *one = json_array_get(failures, i);
        verdict->failures[i] =
            (struct verdict_failure){.group = text(one, "group"),
                .name = text(one, "case"),
                .message = text(one, "message"),
                .number = case_number(text(one, "repeat"))};
    }
}

static void read_diagnoses(struct verdict *verdict)
{
    const json_t *json = json_object_get(verdict->json, "diagnoses");
    for (size_t i = 0; i < length(json, ITEMS_MAX); i++) {
        const json_t *one = json_array_get(json, i);
        const int rank = diagnose_rank(text(one, "name"));
        if (rank >= 0)
            findings_add(&verdict->result.diagnoses, diagnose_names[rank], "%s",
                text(one, "evidence"));
    }
}

static void read_flags(struct verdict *verdict)
{
    const json_t *json = json_object_get(verdict->json, "flags");
    for (size_t i = 0; i < length(json, ITEMS_MAX); i++) {
        const char *flag = json_string_value(json_array_get(json, i));
        if (flag != NULL)
            result_flag(&verdict->result, mem_text(flag));
    }
}

struct verdict *verdict_read(json_t *json, const struct exercise *exercise)
{
    struct verdict *verdict = mem_new(1, sizeof *verdict);
    verdict->json = json_incref(json);
    verdict->exercise = *exercise;
    verdict->result = (struct result){.exercise = exercise,
        .candidate = CANDIDATE_FILE,
        .has_points = true,
        .is_rejected = strcmp(text(json, "status"), "rejected") == 0,
        .message = mem_text(strict_text(json, "message")),
        .seconds = fmax(number(json, "seconds"), 0),
        .guess = fmax(number(json, "guess"), 0)};
    read_correct(verdict);
    read_measures(verdict);
    read_diagnoses(verdict);
    read_flags(verdict);
    return verdict;
}

void verdict_free(struct verdict *verdict)
{
    if (verdict == NULL)
        return;
    for (size_t i = 0; i < verdict->exercise.n_measures; i++)
        free(verdict->exercise.measures[i].name);
    result_clear(&verdict->result);
    free(verdict->exercise.measures);
    free(verdict->failures);
    json_decref(verdict->json);
    free(verdict);
}

/* Speed is not graded for the same reason, if all else is right. */
const char *verdict_why_serial(const struct verdict *verdict)
{
    const struct result *result = &verdict->result;
    if (verdict->is_concurrent || result->correct.points == 0)
        return NULL;
    for (size_t i = 0; i < verdict->exercise.n_measures; i++) {
        const struct measurement *m = &result->measures[i].measurement;
        if (verdict->n_failures == 0 && m->status == MEASURE_NOT_GRADED &&
            m->why[0] != '\0')
            return m->why;
    }
    return "nothing showed that workers shared the work";
}

double verdict_median(const struct measurement *m, bool is_candidate,
    double (*of_part)(const struct part *part))
{
    double *x = mem_new(m->n_samples + 1, sizeof *x);
    size_t n = 0;
    for (size_t i = 0; i < m->n_samples; i++) {
        const struct sample *s = &m->samples[i];
        const double value =
            of_part(is_candidate ? &s->candidate : &s->baseline);
        if ((s->flaw == FLAW_NONE || m->n_clean == 0) && isfinite(value))
            x[n++] = value;
    }
    const double median = n > 0 ? stats_median(x, n) : NAN;
    free(x);
    return median;
}
