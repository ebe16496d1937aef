/* SPDX-License-Identifier: MIT */
#include "grader/report/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/build/build.h"
#include "grader/judge/machine.h"

/* Names and meaning follow docs/verdict.schema.json, which the tests check.
 * What is not known is null, never a made-up number. */

static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *text(const char *value)
{
    if (value == NULL)
        return json_null();
    json_t *json = json_string(value);
    if (json != NULL)
        return json;
    /* Cut in the middle of a character: JSON takes whole ones only. */
    char *whole = text_safe(value, strlen(value), SIZE_MAX);
    json = json_string(whole);
    free(whole);
    return json;
}

json_t *json_of_machine(const struct result_about *about)
{
    const struct machine *machine = machine_read();
    json_t *json = json_object();
    json_object_set_new(json, "processor", text(machine->processor));
    json_object_set_new(json, "cores", json_integer(machine->cores));
    json_object_set_new(json, "threads", json_integer(machine->threads));
    json_object_set_new(json, "quota",
        machine->quota > 0 ? json_real(machine->quota) : json_null());
    json_object_set_new(json, "memory_mib", json_integer(machine->memory_mib));
    const char *compiler = build_compiler_version(KIND_THREADS);
    json_object_set_new(
        json, "compiler", text(compiler != NULL ? compiler : "none"));
    json_object_set_new(json, "mpi", text(build_mpirun()));
    json_object_set_new(
        json, "sandbox", text(sandbox_layer_name(about->layer)));
    json_object_set_new(
        json, "login_node", json_boolean(machine->is_login_node));
    return json;
}

static json_t *failures_json(const struct result *result)
{
    const struct correctness *correctness = &result->correctness;
    json_t *json = json_array();
    for (size_t i = 0; i < correctness->n_cases; i++) {
        const struct case_result *one = &correctness->cases[i];
        if (one->cause == CASE_PASSED)
            continue;
        char *repeat = mem_format("%s --case %zu", result->repeat, one->number);
        json_t *failure = json_object();
        json_object_set_new(failure, "group", text(one->group->name));
        json_object_set_new(failure, "case", text(one->name));
        json_object_set_new(failure, "message", text(one->message));
        json_object_set_new(failure, "repeat", text(repeat));
        json_array_append_new(json, failure);
        free(repeat);
    }
    return json;
}

static json_t *correct_json(const struct result *result)
{
    const struct correctness *correctness = &result->correctness;
    json_t *json = json_object();
    json_t *failures = failures_json(result);
    const size_t n_failed = json_array_size(failures);
    json_object_set_new(json, "points", json_integer(result->correct.points));
    json_object_set_new(json, "max_points", json_integer(result->correct.max));
    json_object_set_new(json, "passed",
        json_integer((json_int_t)(correctness->n_cases - n_failed)));
    json_object_set_new(
        json, "total", json_integer((json_int_t)correctness->n_cases));
    json_object_set_new(
        json, "concurrent", json_boolean(correctness->is_concurrent));
    json_object_set_new(json, "failures", failures);
    return json;
}

static json_t *part_json(const struct part *part)
{
    json_t *json = json_object();
    json_object_set_new(json, "seconds", number(part->seconds));
    json_object_set_new(json, "cpu_s", number(part->cpu_s));
    json_object_set_new(json, "delay_s", number(part->delay_s));
    json_object_set_new(json, "concurrency", number(part->concurrency));
    json_object_set_new(json, "switches", json_integer(part->switches));
    json_object_set_new(json, "faults", json_integer(part->faults));
    return json;
}

json_t *json_of_sample(const struct sample *sample, int n_workers)
{
    const bool is_clean = sample->flaw == FLAW_NONE;
    json_t *json = json_object(), *copies = json_array();
    for (int i = 0; i < n_workers; i++)
        json_array_append_new(copies, part_json(&sample->copies[i]));
    json_object_set_new(json, "at_s", number(sample->at_s));
    json_object_set_new(json, "runners", json_integer(sample->runners));
    json_object_set_new(json, "order", text(sample->order));
    json_object_set_new(json, "baseline", part_json(&sample->baseline));
    json_object_set_new(json, "candidate", part_json(&sample->candidate));
    json_object_set_new(json, "copies", copies);
    json_object_set_new(json, "attainable", number(sample->attainable));
    json_object_set_new(json, "speedup", number(sample->speedup));
    json_object_set_new(json, "gain", number(sample->gain));
    json_object_set_new(json, "late", json_boolean(sample->is_late));
    json_object_set_new(json, "clean", json_boolean(is_clean));
    json_object_set_new(json, "why",
        is_clean ? json_null() : text(measure_flaw_text(sample->flaw)));
    json_object_set_new(json, "foreign", number(sample->foreign));
    return json;
}

static const char *status_name(enum measure_status status)
{
    return status == MEASURE_MEASURED       ? "measured"
           : status == MEASURE_NOT_MEASURED ? "not-measured"
                                            : "not-graded";
}

static json_t *known(bool is_known, double value)
{
    return is_known ? number(value) : json_null();
}

static json_t *measure_json(
    const struct result *result, const struct measure_result *one)
{
    const struct measurement *m = &one->measurement;
    const bool is_known = m->status == MEASURE_MEASURED;
    json_t *json = json_object(), *samples = json_array();
    for (size_t i = 0; i < m->n_samples; i++)
        json_array_append_new(
            samples, json_of_sample(&m->samples[i], m->n_workers));
    json_object_set_new(json, "name", text(one->measure->name));
    json_object_set_new(json, "points", json_integer(one->points.points));
    json_object_set_new(json, "max_points", json_integer(one->points.max));
    json_object_set_new(json, "precision",
        is_known ? json_integer(score_precision(one->measure, m))
                 : json_null());
    json_object_set_new(json, "status", text(status_name(m->status)));
    json_object_set_new(json, "value", known(is_known, m->speedup));
    json_object_set_new(json, "low", known(is_known, m->speedup_interval.low));
    json_object_set_new(
        json, "high", known(is_known, m->speedup_interval.high));
    json_object_set_new(json, "workers", json_integer(m->n_workers));
    json_object_set_new(
        json, "official_workers", json_integer(result->official_workers));
    json_object_set_new(json, "attainable", known(is_known, m->attainable));
    json_object_set_new(json, "gain", known(is_known, m->gain));
    json_object_set_new(
        json, "gain_low", known(is_known, m->gain_interval.low));
    json_object_set_new(
        json, "gain_high", known(is_known, m->gain_interval.high));
    json_object_set_new(json, "blocks", json_integer((json_int_t)m->n_clean));
    json_object_set_new(
        json, "discarded", json_integer((json_int_t)m->n_discarded));
    json_object_set_new(json, "repeats", json_integer((json_int_t)m->repeats));
    json_object_set_new(json, "seconds", number(m->seconds));
    json_object_set_new(json, "why", is_known ? json_null() : text(m->why));
    json_object_set_new(json, "samples", samples);
    return json;
}

static json_t *checks_json(const struct checks *checks)
{
    static const char *const status[] = {[CHECK_NOT_ASKED] = "not-asked",
        [CHECK_DONE] = "done",
        [CHECK_NOT_DONE] = "not-done"};
    json_t *json = json_object();
    for (int check = 0; check < CHECKS_N; check++) {
        const bool is_open = checks->status[check] == CHECK_NOT_DONE;
        json_t *one = json_object();
        json_object_set_new(one, "status", text(status[checks->status[check]]));
        json_object_set_new(
            one, "why", is_open ? text(checks->why[check]) : json_null());
        json_object_set_new(json, check_name(check), one);
    }
    json_object_set_new(json, "seconds", number(checks->seconds));
    return json;
}

static json_t *result_json(const struct result *result)
{
    const struct points points = result_points(result);
    json_t *json = json_object(), *measures = json_array();
    json_t *diagnoses = json_array(), *flags = json_array();
    for (size_t i = 0; result->has_speed && !result->is_rejected &&
                       i < result->exercise->n_measures;
         i++)
        json_array_append_new(
            measures, measure_json(result, &result->measures[i]));
    for (size_t i = 0; i < result->diagnoses.n; i++)
        json_array_append_new(diagnoses,
            json_pack("{s:s, s:s}", "name", result->diagnoses.list[i].name,
                "evidence", result->diagnoses.list[i].evidence));
    for (size_t i = 0; i < result->n_flags; i++)
        json_array_append_new(flags, text(result->flags[i]));
    json_object_set_new(json, "name", text(result->exercise->name));
    json_object_set_new(
        json, "candidate", text(candidate_name(result->candidate)));
    json_object_set_new(
        json, "status", text(result->is_rejected ? "rejected" : "graded"));
    json_object_set_new(json, "message", text(result->message));
    json_object_set_new(json, "points", json_integer(points.points));
    json_object_set_new(json, "open_points", json_integer(points.open));
    json_object_set_new(json, "max_points", json_integer(points.max));
    json_object_set_new(json, "correct", correct_json(result));
    json_object_set_new(json, "measures", measures);
    json_object_set_new(json, "guess", known(result->guess > 0, result->guess));
    json_object_set_new(json, "diagnoses", diagnoses);
    json_object_set_new(json, "checks", checks_json(&result->checks));
    json_object_set_new(json, "flags", flags);
    json_object_set_new(json, "seconds", number(result->seconds));
    return json;
}

json_t *json_document(const struct result_about *about,
    const struct result results[], size_t n_results)
{
    json_t *json = json_object(), *exercises = json_array();
    struct points sum = {0};
    for (size_t i = 0; i < n_results; i++) {
        const struct points points = result_points(&results[i]);
        sum.points += points.points;
        sum.open += points.open;
        sum.max += points.max;
        json_array_append_new(exercises, result_json(&results[i]));
    }
    json_object_set_new(json, "parlab", text(PACKAGE_VERSION));
    json_object_set_new(json, "machine", json_of_machine(about));
    json_object_set_new(json, "seed", json_integer((json_int_t)about->seed));
    json_object_set_new(json, "points", json_integer(sum.points));
    json_object_set_new(json, "open_points", json_integer(sum.open));
    json_object_set_new(json, "max_points", json_integer(sum.max));
    json_object_set_new(json, "exercises", exercises);
    return json;
}

int json_write(const json_t *document, const char *path, struct fail *fail)
{
    /* JSON is UTF-8, a terminal perhaps not: ASCII is right for both. */
    char *bytes = json_dumps(
        document, JSON_INDENT(2) | JSON_REAL_PRECISION(9) | JSON_ENSURE_ASCII);
    if (bytes == NULL)
        return fail_set(fail, "cannot make JSON of the result");
    int result = 0;
    if (strcmp(path, "-") == 0) {
        if (puts(bytes) < 0 || fflush(stdout) != 0)
            result = fail_errno(fail, "cannot write to standard output");
    } else {
        char *line = mem_format("%s\n", bytes);
        result = file_replace(path, line, strlen(line), fail);
        free(line);
    }
    free(bytes);
    return result;
}
