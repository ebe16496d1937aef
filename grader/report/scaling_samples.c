/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/report/scaling_private.h"

/* The blocks of a recorded point: times, counters, and whether each is clean.
 * A speedup that is written down must be the quotient of its two times. */

enum { TEXT_MAX = 320 };

#define TIME_MIN 1e-9 /* seconds; nothing that is timed is shorter */
#define BIG 1e9
#define EQUAL 1e-6 /* numbers are written with nine digits */

static const struct strict_key sample_keys[] = {
    {"at_s", STRICT_NUMBER, STRICT_NEEDED, 0, BIG},
    {"runners", STRICT_INTEGER, STRICT_NEEDED, 0, BIG},
    {"order", STRICT_TEXT, STRICT_NEEDED, 0, 3},
    {"baseline", STRICT_OBJECT, STRICT_NEEDED, 0, 0},
    {"candidate", STRICT_OBJECT, STRICT_NEEDED, 0, 0},
    {"copies", STRICT_ARRAY, STRICT_NEEDED, 0, MEASURE_WORKERS_MAX},
    {"attainable", STRICT_NUMBER, STRICT_OR_NULL, TIME_MIN, BIG},
    {"speedup", STRICT_NUMBER, STRICT_OPTIONAL, 0, BIG},
    {"gain", STRICT_NUMBER, STRICT_OPTIONAL, -BIG, BIG},
    {"late", STRICT_BOOLEAN, STRICT_NEEDED, 0, 0},
    {"clean", STRICT_BOOLEAN, STRICT_NEEDED, 0, 0},
    {"why", STRICT_TEXT, STRICT_OR_NULL, 1, TEXT_MAX},
    {"foreign", STRICT_NUMBER, STRICT_OPTIONAL, 0, BIG},
    {0},
};

static const struct strict_key part_keys[] = {
    {"seconds", STRICT_NUMBER, STRICT_NEEDED, TIME_MIN, BIG},
    {"cpu_s", STRICT_NUMBER, STRICT_OPTIONAL, 0, BIG},
    {"delay_s", STRICT_NUMBER, STRICT_OPTIONAL, 0, BIG},
    {"concurrency", STRICT_NUMBER, STRICT_OPTIONAL, 0, BIG},
    {"switches", STRICT_INTEGER, STRICT_OPTIONAL, 0, 1e15},
    {"faults", STRICT_INTEGER, STRICT_OPTIONAL, 0, 1e15},
    {0},
};

static int read_part(const struct strict *strict,
    const struct strict_place *place, const json_t *json, struct part *part)
{
    if (strict_object(strict, place, json, part_keys) != 0)
        return -1;
    *part = (struct part){.seconds = strict_number(json, "seconds"),
        .cpu_s = strict_number(json, "cpu_s"),
        .delay_s = strict_number(json, "delay_s"),
        .concurrency = strict_number(json, "concurrency"),
        .switches = (long)json_integer_value(json_object_get(json, "switches")),
        .faults = (long)json_integer_value(json_object_get(json, "faults"))};
    return 0;
}

/* With copies there are as many as workers, and what they gain; or neither. */
static int read_copies(const struct strict *strict,
    const struct strict_place *place, const json_t *json, int n_workers,
    struct sample *sample)
{
    const json_t *copies = json_object_get(json, "copies");
    const struct strict_place at = strict_below(place, "copies");
    const size_t n = json_array_size(copies);
    sample->attainable = strict_number(json, "attainable");
    const size_t wanted = isnan(sample->attainable) ? 0 : (size_t)n_workers;
    if (n != wanted)
        return strict_refuse(strict, &at,
            "must have %zu items, as \"attainable\" says, not %zu", wanted, n);
    for (size_t i = 0; i < n; i++) {
        const struct strict_place item = {.above = &at, .index = i};
        if (read_part(strict, &item, json_array_get(copies, i),
                &sample->copies[i]) != 0)
            return -1;
    }
    return 0;
}

/* It follows from the times; what is written must be that. */
static int read_speedup(const struct strict *strict,
    const struct strict_place *place, const json_t *json, struct sample *sample)
{
    const struct strict_place at = strict_below(place, "speedup");
    sample->speedup = sample->baseline.seconds / sample->candidate.seconds;
    const double written = strict_number(json, "speedup");
    if (fabs(written - sample->speedup) > EQUAL * sample->speedup)
        return strict_refuse(strict, &at,
            "is not baseline.seconds / candidate.seconds, which is %.9g",
            sample->speedup);
    return 0;
}

static int read_sample(const struct strict *strict,
    const struct strict_place *place, const json_t *json, int n_workers,
    struct sample *sample)
{
    if (strict_object(strict, place, json, sample_keys) != 0)
        return -1;
    const struct strict_place order = strict_below(place, "order");
    const struct strict_place baseline = strict_below(place, "baseline");
    const struct strict_place candidate = strict_below(place, "candidate");
    const struct strict_place why = strict_below(place, "why");
    *sample = (struct sample){.at_s = strict_number(json, "at_s"),
        .runners = strict_integer(json, "runners"),
        .gain = strict_number(json, "gain"),
        .is_late = strict_is_true(json, "late"),
        .foreign = strict_number(json, "foreign")};
    snprintf(
        sample->order, sizeof sample->order, "%s", strict_text(json, "order"));
    if (sample->order[strspn(sample->order, "bck")] != '\0')
        return strict_refuse(
            strict, &order, "must be of the letters b, c and k");
    if (read_part(strict, &baseline, json_object_get(json, "baseline"),
            &sample->baseline) != 0 ||
        read_part(strict, &candidate, json_object_get(json, "candidate"),
            &sample->candidate) != 0 ||
        read_copies(strict, place, json, n_workers, sample) != 0)
        return -1;
    if (read_speedup(strict, place, json, sample) != 0)
        return -1;
    if (!strict_is_true(json, "clean"))
        sample->flaw = measure_flaw_named(strict_text(json, "why"));
    if (sample->flaw == N_FLAWS ||
        (sample->flaw == FLAW_NONE && strict_text(json, "why") != NULL))
        return strict_refuse(strict, &why,
            "must be null for a clean block, and else one of parlab's reasons "
            "for discarding it");
    return 0;
}

int scaling_read_samples(const struct strict *strict,
    const struct strict_place *place, const json_t *json, struct measurement *m)
{
    const size_t n = json_array_size(json);
    m->samples = mem_new(n + 1, sizeof *m->samples);
    for (; m->n_samples < n; m->n_samples++) {
        const struct strict_place item = {
            .above = place, .index = m->n_samples};
        if (read_sample(strict, &item, json_array_get(json, m->n_samples),
                m->n_workers, &m->samples[m->n_samples]) != 0)
            return -1;
    }
    return 0;
}
