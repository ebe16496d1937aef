/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "config.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/report/export_private.h"

/* Everything that the table knows, but for the raw samples, which are in the
 * gradebook and would be most of the file. Names and meaning follow
 * docs/class.schema.json, which the tests check. */

static json_t *text(const char *value)
{
    json_t *json = value != NULL ? json_string(value) : json_null();
    if (json != NULL)
        return json;
    char *safe = text_safe(value, strlen(value), SIZE_MAX);
    json = json_string(safe);
    free(safe);
    return json;
}

static json_t *moment(time_t when)
{
    char words[32];
    struct tm tm;
    if (when == 0 || gmtime_r(&when, &tm) == NULL)
        return json_null();
    strftime(words, sizeof words, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return json_string(words);
}

/* @return new reference to a copy without samples; null for NULL. */
static json_t *without_samples(const json_t *verdict)
{
    if (verdict == NULL)
        return json_null();
    json_t *copy = json_copy((json_t *)verdict), *measures = json_array();
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(verdict, "measures"), i, one)
    {
        json_t *measure = json_copy(one);
        json_object_del(measure, "samples");
        json_array_append_new(measures, measure);
    }
    json_object_set_new(copy, "measures", measures);
    return copy;
}

static json_t *override_json(const struct mark *mark)
{
    if (!mark->is_overridden)
        return json_null();
    return json_pack("{s:o, s:o}", "points", export_number_json(mark->override),
        "why", text(mark->why));
}

static json_t *mark_json(const struct mark *mark)
{
    json_t *json = json_object();
    char *note = export_note(mark);
    json_object_set_new(json, "exercise", text(mark->exercise->exercise->name));
    json_object_set_new(json, "points",
        export_is_undecided(mark) ? json_null()
                                  : export_number_json(mark->points));
    json_object_set_new(
        json, "open_points", export_number_json(mark->open_points));
    json_object_set_new(
        json, "max_points", export_number_json(mark->max_points));
    json_object_set_new(json, "measured",
        mark->is_graded ? export_number_json(mark->measured) : json_null());
    json_object_set_new(
        json, "late_factor", export_number_json(mark->late_factor));
    json_object_set_new(json, "override", override_json(mark));
    json_object_set_new(json, "note", text(note));
    json_object_set_new(json, "attempts", json_integer(mark->n_attempts));
    json_object_set_new(json, "attempt",
        mark->n_attempts > 0 ? json_integer(mark->attempt) : json_null());
    json_object_set_new(json, "received", moment(mark->submission.received));
    json_object_set_new(json, "sha256", text(mark->submission.sha256));
    json_object_set_new(json, "depth",
        !mark->is_graded                   ? json_null()
        : mark->depth == GRADEBOOK_CHECKED ? json_string("checked")
                                           : json_string("graded"));
    json_object_set_new(json, "graded", moment(mark->graded));
    json_object_set_new(json, "seed",
        mark->is_graded ? json_integer((json_int_t)mark->seed) : json_null());
    json_object_set_new(json, "machine",
        mark->machine != NULL ? json_incref(mark->machine) : json_null());
    json_object_set_new(json, "verdict", without_samples(mark->verdict));
    free(note);
    return json;
}

static json_t *student_json(const struct marks *marks, size_t student)
{
    const struct mark_total *total = &marks->totals[student];
    json_t *json = json_object(), *list = json_array();
    for (size_t k = 0; k < marks->n_exercises; k++)
        json_array_append_new(list, mark_json(export_at(marks, student, k)));
    json_object_set_new(json, "name", text(marks->students[student]));
    json_object_set_new(json, "points", export_number_json(total->points));
    json_object_set_new(
        json, "open_points", export_number_json(total->open_points));
    json_object_set_new(
        json, "max_points", export_number_json(total->max_points));
    json_object_set_new(json, "marks", list);
    return json;
}

static json_t *exercise_json(const struct mark *mark)
{
    const struct policy_exercise *one = mark->exercise;
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "name",
        text(one->exercise->name), "title", text(one->exercise->title),
        "max_points", export_number_json(mark->max_points), "weight",
        export_number_json(one->weight), "deadline", moment(one->deadline));
}

json_t *export_json(const struct marks *marks, const struct policy *policy)
{
    json_t *json = json_object(), *exercises = json_array();
    json_t *students = json_array();
    for (size_t k = 0; k < marks->n_exercises; k++)
        json_array_append_new(exercises, exercise_json(&marks->marks[k]));
    for (size_t i = 0; i < marks->n_students; i++)
        json_array_append_new(students, student_json(marks, i));
    json_object_set_new(json, "parlab", json_string(PACKAGE_VERSION));
    json_object_set_new(json, "policy",
        json_pack("{s:i, s:s, s:i, s:i}", "workers", policy->workers, "attempt",
            policy->attempt == POLICY_BEST ? "best" : "last",
            "late_percent_a_day", policy->late_percent_a_day, "late_days_max",
            policy->late_days_max));
    json_object_set_new(json, "exercises", exercises);
    json_object_set_new(json, "students", students);
    return json;
}
