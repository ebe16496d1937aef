/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "config.h"
#include "grader/report/json.h"
#include "grader/report/scaling.h"

/* Names and meaning follow docs/scaling.schema.json, which the tests check.
 * The blocks are there in full, so that the document can be read again; all
 * that is made from them stands beside them for other programs. */

static json_t *number(bool is_known, double value)
{
    return is_known && isfinite(value) ? json_real(value) : json_null();
}

static void set_interval(json_t *json, const char *low, const char *high,
    bool is_known, const struct interval *interval)
{
    json_object_set_new(json, low, number(is_known, interval->low));
    json_object_set_new(json, high, number(is_known, interval->high));
}

static const char *status_name(const struct scaling_point *point)
{
    return point->is_known                                   ? "measured"
           : point->measurement.status == MEASURE_NOT_GRADED ? "failed"
                                                             : "not-measured";
}

static json_t *point_json(const struct scaling_point *point)
{
    const struct measurement *m = &point->measurement;
    const bool is_known = point->is_known;
    const bool has_fraction = is_known && point->n_workers > 1;
    json_t *json = json_object(), *samples = json_array();
    for (size_t i = 0; i < m->n_samples; i++) {
        const struct sample *sample = &m->samples[i];
        const bool has_copies = isfinite(sample->attainable);
        json_array_append_new(
            samples, json_of_sample(sample, has_copies ? point->n_workers : 0));
    }
    json_object_set_new(json, "workers", json_integer(point->n_workers));
    json_object_set_new(json, "parts", json_integer(point->n_parts));
    json_object_set_new(
        json, "oversubscribed", json_boolean(point->is_oversubscribed));
    json_object_set_new(json, "status", json_string(status_name(point)));
    json_object_set_new(
        json, "why", is_known ? json_null() : json_string(m->why));
    json_object_set_new(json, "speedup", number(is_known, point->speedup));
    set_interval(json, "low", "high", is_known, &point->interval);
    json_object_set_new(
        json, "copies", number(point->has_copies, point->copies));
    set_interval(json, "copies_low", "copies_high", point->has_copies,
        &point->copies_interval);
    json_object_set_new(
        json, "karp_flatt", number(has_fraction, point->karp_flatt));
    set_interval(json, "karp_flatt_low", "karp_flatt_high", has_fraction,
        &point->karp_flatt_interval);
    json_object_set_new(
        json, "blocks", json_integer((json_int_t)point->n_clean));
    json_object_set_new(json, "discarded",
        json_integer((json_int_t)(m->n_samples - point->n_clean)));
    json_object_set_new(json, "repeats", json_integer((json_int_t)m->repeats));
    json_object_set_new(json, "seconds", json_real(m->seconds));
    json_object_set_new(json, "samples", samples);
    return json;
}

static json_t *fit_json(
    const struct scaling_curve *curve, enum scaling_kind kind)
{
    const struct fit *fit = &curve->fit;
    if (!curve->has_fit)
        return json_null();
    json_t *json = json_object();
    json_object_set_new(json, "law",
        json_string(kind == SCALING_STRONG ? "amdahl" : "gustafson"));
    json_object_set_new(json, "serial_share", json_real(fit->share));
    set_interval(json, "low", "high", true, &fit->interval);
    json_object_set_new(
        json, "points", json_integer((json_int_t)fit->n_points));
    return json;
}

static json_t *curve_json(
    const struct scaling_curve *curve, enum scaling_kind kind)
{
    static const char *const trends[] = {
        [FIT_UNCLEAR] = "unclear",
        [FIT_CONSTANT] = "constant",
        [FIT_RISING] = "rising",
        [FIT_FALLING] = "falling",
    };
    json_t *json = json_object(), *points = json_array();
    for (size_t i = 0; i < curve->n_points; i++)
        json_array_append_new(points, point_json(&curve->points[i]));
    json_object_set_new(
        json, "kind", json_string(kind == SCALING_STRONG ? "strong" : "weak"));
    json_object_set_new(json, "points", points);
    json_object_set_new(json, "fit", fit_json(curve, kind));
    json_object_set_new(
        json, "karp_flatt_trend", json_string(trends[curve->trend]));
    return json;
}

json_t *scaling_json(const struct scaling *scaling, json_t *machine)
{
    json_t *json = json_object(), *curves = json_array();
    for (int kind = 0; kind < N_SCALINGS; kind++)
        if (scaling->curves[kind].points != NULL)
            json_array_append_new(
                curves, curve_json(&scaling->curves[kind], kind));
    json_object_set_new(json, "parlab", json_string(PACKAGE_VERSION));
    json_object_set(json, "machine", machine);
    json_object_set_new(json, "exercise", json_string(scaling->exercise));
    json_object_set_new(json, "measure", json_string(scaling->measure));
    json_object_set_new(json, "candidate", json_string(scaling->candidate));
    json_object_set_new(json, "seed", json_integer((json_int_t)scaling->seed));
    json_object_set_new(json, "cores", json_integer(scaling->cores));
    json_object_set_new(json, "workers", json_integer(scaling->n_workers));
    json_object_set_new(json, "budget_s", json_real(scaling->budget_s));
    json_object_set_new(json, "curves", curves);
    return json;
}
