/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/report/result.h"
#include "grader/report/scaling_private.h"

/* A recorded scaling, back from its JSON. Only what was observed is taken:
 * times, counters, and which blocks are clean. Medians, intervals and fits
 * are made anew, so that nobody can write down a speedup that no block
 * shows. Texts are made harmless here, where they arrive. */

enum { FILE_BYTES_MAX = 64 << 20, SAMPLES_MAX = 5000, TEXT_MAX = 320 };

#define BIG 1e9

static const struct strict_key document_keys[] = {
    {"parlab", STRICT_TEXT, STRICT_NEEDED, 1, 40},
    {"machine", STRICT_OBJECT, STRICT_NEEDED, 0, 0},
    {"exercise", STRICT_TEXT, STRICT_NEEDED, 3, 64},
    {"measure", STRICT_TEXT, STRICT_NEEDED, 1, 64},
    {"candidate", STRICT_TEXT, STRICT_NEEDED, 1, 20},
    {"seed", STRICT_INTEGER, STRICT_NEEDED, 0, INT32_MAX},
    {"cores", STRICT_INTEGER, STRICT_NEEDED, 1, 65536},
    {"workers", STRICT_INTEGER, STRICT_NEEDED, 1, MEASURE_WORKERS_MAX},
    {"budget_s", STRICT_NUMBER, STRICT_NEEDED, 0, BIG},
    {"curves", STRICT_ARRAY, STRICT_NEEDED, 1, N_SCALINGS},
    {0},
};

static const struct strict_key machine_keys[] = {
    {"processor", STRICT_TEXT, STRICT_NEEDED, 1, 200},
    {"cores", STRICT_INTEGER, STRICT_NEEDED, 1, 65536},
    {"threads", STRICT_INTEGER, STRICT_NEEDED, 1, 65536},
    {"quota", STRICT_NUMBER, STRICT_OR_NULL, 0, 65536},
    {"memory_mib", STRICT_INTEGER, STRICT_NEEDED, 1, 1e12},
    {"compiler", STRICT_TEXT, STRICT_NEEDED, 1, TEXT_MAX},
    {"mpi", STRICT_TEXT, STRICT_OR_NULL, 1, 4096},
    {"sandbox", STRICT_TEXT, STRICT_NEEDED, 1, 20},
    {"login_node", STRICT_BOOLEAN, STRICT_NEEDED, 0, 0},
    {0},
};

static const struct strict_key curve_keys[] = {
    {"kind", STRICT_TEXT, STRICT_NEEDED, 1, 20},
    {"points", STRICT_ARRAY, STRICT_NEEDED, 1, MEASURE_WORKERS_MAX},
    {"fit", STRICT_OBJECT, STRICT_OPTIONAL, 0, 0},
    {"karp_flatt_trend", STRICT_TEXT, STRICT_OPTIONAL, 0, 20},
    {0},
};

/* What is optional follows from the blocks. */
static const struct strict_key point_keys[] = {
    {"workers", STRICT_INTEGER, STRICT_NEEDED, 1, MEASURE_WORKERS_MAX},
    {"parts", STRICT_INTEGER, STRICT_NEEDED, 1, MEASURE_WORKERS_MAX},
    {"oversubscribed", STRICT_BOOLEAN, STRICT_NEEDED, 0, 0},
    {"status", STRICT_TEXT, STRICT_NEEDED, 1, 20},
    {"why", STRICT_TEXT, STRICT_OR_NULL, 1, TEXT_MAX},
    {"speedup", STRICT_NUMBER, STRICT_OPTIONAL, 0, BIG},
    {"low", STRICT_NUMBER, STRICT_OPTIONAL, 0, BIG},
    {"high", STRICT_NUMBER, STRICT_OPTIONAL, 0, BIG},
    {"copies", STRICT_NUMBER, STRICT_OPTIONAL, 0, BIG},
    {"copies_low", STRICT_NUMBER, STRICT_OPTIONAL, 0, BIG},
    {"copies_high", STRICT_NUMBER, STRICT_OPTIONAL, 0, BIG},
    {"karp_flatt", STRICT_NUMBER, STRICT_OPTIONAL, -BIG, BIG},
    {"karp_flatt_low", STRICT_NUMBER, STRICT_OPTIONAL, -BIG, BIG},
    {"karp_flatt_high", STRICT_NUMBER, STRICT_OPTIONAL, -BIG, BIG},
    {"blocks", STRICT_INTEGER, STRICT_OPTIONAL, 0, SAMPLES_MAX},
    {"discarded", STRICT_INTEGER, STRICT_OPTIONAL, 0, SAMPLES_MAX},
    {"repeats", STRICT_INTEGER, STRICT_NEEDED, 0, BIG},
    {"seconds", STRICT_NUMBER, STRICT_NEEDED, 0, BIG},
    {"samples", STRICT_ARRAY, STRICT_NEEDED, 0, SAMPLES_MAX},
    {0},
};

/* @return new; harmless on any terminal. */
static char *safe(const json_t *json, const char *key)
{
    const char *value = strict_text(json, key);
    return text_safe(value, strlen(value), TEXT_MAX);
}

/* What a point says of itself has to agree with the whole. */
static int check_point(const struct strict *strict,
    const struct strict_place *place, const json_t *json,
    const struct scaling *scaling, enum scaling_kind kind,
    const struct scaling_curve *curve)
{
    const int p = strict_integer(json, "workers"),
              parts = strict_integer(json, "parts");
    const struct strict_place workers = strict_below(place, "workers");
    const struct strict_place at_parts = strict_below(place, "parts");
    const struct strict_place over = strict_below(place, "oversubscribed");
    const struct strict_place status = strict_below(place, "status");
    const struct strict_place why = strict_below(place, "why");
    const char *known[] = {"measured", "not-measured", "failed"};
    bool is_known = false;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        is_known |= strcmp(strict_text(json, "status"), known[i]) == 0;
    if (!is_known)
        return strict_refuse(
            strict, &status, "must be measured, not-measured or failed");
    if (strict_text(json, "why") == NULL &&
        strict_text(json, "status")[0] != 'm')
        return strict_refuse(strict, &why, "must say why it is not measured");
    if (p > scaling->n_workers ||
        (curve->n_points > 0 &&
            p <= curve->points[curve->n_points - 1].n_workers))
        return strict_refuse(strict, &workers,
            "must be above that of the point before and at most %d",
            scaling->n_workers);
    if (kind == SCALING_STRONG ? parts != 1 : parts * p != scaling->n_workers)
        return strict_refuse(strict, &at_parts,
            kind == SCALING_STRONG ? "must be 1 in strong scaling"
                                   : "times the workers must be those of all");
    if (strict_is_true(json, "oversubscribed") != (p > scaling->cores))
        return strict_refuse(strict, &over,
            "must be %s: %d workers on %d cores",
            p > scaling->cores ? "true" : "false", p, scaling->cores);
    return 0;
}

static int read_point(const struct strict *strict,
    const struct strict_place *place, const json_t *json,
    const struct scaling *scaling, enum scaling_kind kind,
    struct scaling_curve *curve)
{
    if (strict_object(strict, place, json, point_keys) != 0 ||
        check_point(strict, place, json, scaling, kind, curve) != 0)
        return -1;
    const struct strict_place samples = strict_below(place, "samples");
    struct scaling_point *point = &curve->points[curve->n_points++];
    struct measurement *m = &point->measurement;
    *point =
        (struct scaling_point){.n_workers = strict_integer(json, "workers"),
            .n_parts = (unsigned)strict_integer(json, "parts"),
            .is_oversubscribed = strict_is_true(json, "oversubscribed")};
    m->status = strict_text(json, "status")[0] == 'f'   ? MEASURE_NOT_GRADED
                : strict_text(json, "status")[0] == 'n' ? MEASURE_NOT_MEASURED
                                                        : MEASURE_MEASURED;
    m->n_workers = point->n_workers;
    m->budget_s = scaling->budget_s;
    m->repeats = (size_t)strict_integer(json, "repeats");
    m->seconds = strict_number(json, "seconds");
    if (strict_text(json, "why") != NULL) {
        char *why = safe(json, "why");
        snprintf(m->why, sizeof m->why, "%s", why);
        free(why);
    }
    return scaling_read_samples(
        strict, &samples, json_object_get(json, "samples"), m);
}

static int read_curve(const struct strict *strict,
    const struct strict_place *place, const json_t *json,
    struct scaling *scaling)
{
    if (strict_object(strict, place, json, curve_keys) != 0)
        return -1;
    const struct strict_place at = strict_below(place, "points");
    const struct strict_place at_kind = strict_below(place, "kind");
    const json_t *points = json_object_get(json, "points");
    const char *name = strict_text(json, "kind");
    const enum scaling_kind kind = strcmp(name, "strong") == 0 ? SCALING_STRONG
                                   : strcmp(name, "weak") == 0 ? SCALING_WEAK
                                                               : N_SCALINGS;
    if (kind == N_SCALINGS || scaling->curves[kind].points != NULL)
        return strict_refuse(
            strict, &at_kind, "must be strong or weak, each once");
    struct scaling_curve *curve = &scaling->curves[kind];
    curve->points = mem_new(json_array_size(points), sizeof *curve->points);
    for (size_t i = 0; i < json_array_size(points); i++) {
        const struct strict_place item = {.above = &at, .index = i};
        if (read_point(strict, &item, json_array_get(points, i), scaling, kind,
                curve) != 0)
            return -1;
    }
    return 0;
}

/* Names become names of files and words of a page. */
static int check_names(const struct strict *strict, const json_t *json)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789_/";
    const struct strict_place at = strict_below(NULL, "exercise");
    const struct strict_place at_candidate = strict_below(NULL, "candidate");
    const char *name = strict_text(json, "exercise");
    const char *slash = strchr(name, '/');
    bool is_known = false;
    for (int i = CANDIDATE_SUBMISSION; i <= CANDIDATE_SKELETON; i++)
        is_known |=
            strcmp(strict_text(json, "candidate"), candidate_name(i)) == 0;
    if (slash == NULL || slash == name || strchr(slash + 1, '/') != NULL ||
        name[strspn(name, allowed)] != '\0')
        return strict_refuse(strict, &at, "must be LAB/EXERCISE");
    if (!is_known)
        return strict_refuse(strict, &at_candidate,
            "must be submission, file, reference, baseline or skeleton");
    return 0;
}

static int read_document(
    const struct strict *strict, const json_t *json, struct scaling *scaling)
{
    const struct strict_place machine = strict_below(NULL, "machine");
    const struct strict_place at = strict_below(NULL, "curves");
    if (strict_object(strict, NULL, json, document_keys) != 0 ||
        strict_object(strict, &machine, json_object_get(json, "machine"),
            machine_keys) != 0)
        return -1;
    if (check_names(strict, json) != 0)
        return -1;
    *scaling = (struct scaling){.exercise = safe(json, "exercise"),
        .measure = safe(json, "measure"),
        .candidate = safe(json, "candidate"),
        .processor = safe(json_object_get(json, "machine"), "processor"),
        .seed = (uint64_t)strict_integer(json, "seed"),
        .cores = strict_integer(json, "cores"),
        .n_workers = strict_integer(json, "workers"),
        .budget_s = strict_number(json, "budget_s"),
        .is_recorded = true};
    const json_t *curves = json_object_get(json, "curves");
    for (size_t i = 0; i < json_array_size(curves); i++) {
        const struct strict_place item = {.above = &at, .index = i};
        if (read_curve(strict, &item, json_array_get(curves, i), scaling) != 0)
            return -1;
    }
    return 0;
}

int scaling_read(const char *path, struct scaling *scaling, json_t **machine,
    struct fail *fail)
{
    const struct strict strict = {.origin = path, .fail = fail};
    *scaling = (struct scaling){0};
    json_t *json = strict_load(&strict, FILE_BYTES_MAX);
    if (json == NULL)
        return -1;
    const int result = read_document(&strict, json, scaling);
    if (result == 0) {
        scaling_summarise(scaling);
        *machine = json_incref(json_object_get(json, "machine"));
    } else {
        scaling_clear(scaling);
    }
    json_decref(json);
    return result;
}
