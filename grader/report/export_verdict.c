/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/report/export_private.h"
#include "grader/report/strict.h"

/* A verdict from a file is held against what docs/verdict.schema.json says,
 * as far as an export reads it: what is not there, or is of another type, is
 * no verdict, and nothing is exported. What was only checked has the points
 * of its measures open. */

enum { BYTES_MAX = 64 << 20, EXERCISES_MAX = 1000 };
#define POINTS_MAX 1e6

static const struct strict_key document_keys[] = {
    {"parlab", STRICT_TEXT, STRICT_NEEDED, 1, 100},
    {"machine", STRICT_OBJECT, STRICT_NEEDED, 0, 0},
    {"seed", STRICT_INTEGER, STRICT_NEEDED, 0, 2147483647},
    {"points", STRICT_INTEGER, STRICT_NEEDED, 0, POINTS_MAX},
    {"open_points", STRICT_INTEGER, STRICT_NEEDED, 0, POINTS_MAX},
    {"max_points", STRICT_INTEGER, STRICT_NEEDED, 0, POINTS_MAX},
    {"exercises", STRICT_ARRAY, STRICT_NEEDED, 0, EXERCISES_MAX}, {0}};

static const struct strict_key exercise_keys[] = {
    {"name", STRICT_TEXT, STRICT_NEEDED, 1, 200},
    {"candidate", STRICT_TEXT, STRICT_NEEDED, 1, 100},
    {"status", STRICT_TEXT, STRICT_NEEDED, 1, 100},
    {"message", STRICT_TEXT, STRICT_OR_NULL, 0, 1 << 20},
    {"points", STRICT_INTEGER, STRICT_NEEDED, 0, POINTS_MAX},
    {"open_points", STRICT_INTEGER, STRICT_NEEDED, 0, POINTS_MAX},
    {"max_points", STRICT_INTEGER, STRICT_NEEDED, 0, POINTS_MAX},
    {"correct", STRICT_OBJECT, STRICT_NEEDED, 0, 0},
    {"measures", STRICT_ARRAY, STRICT_NEEDED, 0, 100},
    {"diagnoses", STRICT_ARRAY, STRICT_NEEDED, 0, 100},
    {"checks", STRICT_OBJECT, STRICT_NEEDED, 0, 0},
    {"flags", STRICT_ARRAY, STRICT_NEEDED, 0, 1000},
    {"guess", STRICT_NUMBER, STRICT_OPTIONAL, 0, 1e9},
    {"seconds", STRICT_NUMBER, STRICT_NEEDED, 0, 1e9}, {0}};

static const struct strict_key correct_keys[] = {
    {"points", STRICT_INTEGER, STRICT_NEEDED, 0, POINTS_MAX},
    {"max_points", STRICT_INTEGER, STRICT_NEEDED, 0, POINTS_MAX},
    {"passed", STRICT_INTEGER, STRICT_NEEDED, 0, 1e6},
    {"total", STRICT_INTEGER, STRICT_NEEDED, 0, 1e6},
    {"concurrent", STRICT_BOOLEAN, STRICT_NEEDED, 0, 0},
    {"failures", STRICT_ARRAY, STRICT_NEEDED, 0, 1e6}, {0}};

static int check_exercise(const struct strict *strict,
    const struct strict_place *place, const json_t *one)
{
    const struct strict_place correct = strict_below(place, "correct");
    if (strict_object(strict, place, one, exercise_keys) != 0)
        return -1;
    return strict_object(
        strict, &correct, json_object_get(one, "correct"), correct_keys);
}

static double points_of(const struct exercise *exercise, bool is_speed)
{
    double sum = 0;
    for (size_t i = 0; i < exercise->n_groups && !is_speed; i++)
        sum += exercise->groups[i].points;
    for (size_t i = 0; i < exercise->n_measures && is_speed; i++)
        sum += exercise->measures[i].points;
    return sum;
}

static void fill_in(
    struct mark *mark, const json_t *document, const json_t *verdict)
{
    const struct exercise *exercise = mark->exercise->exercise;
    const bool is_rejected =
        strcmp(strict_text(verdict, "status"), "rejected") == 0;
    const bool is_checked =
        !is_rejected && exercise->n_measures > 0 &&
        json_array_size(json_object_get(verdict, "measures")) == 0;
    mark->n_attempts = mark->attempt = 1;
    mark->is_graded = true;
    mark->depth = is_checked ? GRADEBOOK_CHECKED : GRADEBOOK_GRADED;
    mark->measured = mark->points = (double)strict_integer(verdict, "points");
    mark->open_points = (double)strict_integer(verdict, "open_points");
    if (is_checked)
        mark->open_points += points_of(exercise, true);
    mark->verdict = json_incref((json_t *)verdict);
    mark->machine = json_incref(json_object_get(document, "machine"));
    mark->seed = (uint64_t)strict_integer(document, "seed");
}

/* @return NULL: it does not count. */
static struct mark *find(struct marks *marks, const char *name)
{
    for (size_t i = 0; i < marks->n_exercises; i++)
        if (strcmp(marks->marks[i].exercise->exercise->name, name) == 0)
            return &marks->marks[i];
    return NULL;
}

static int take_exercise(const struct strict *strict, struct marks *marks,
    const struct strict_place *place, const json_t *document, const json_t *one)
{
    if (check_exercise(strict, place, one) != 0)
        return -1;
    struct mark *mark = find(marks, strict_text(one, "name"));
    if (mark == NULL)
        return strict_refuse(
            strict, place, "is about an exercise that was not asked for");
    if (mark->is_graded)
        return strict_refuse(
            strict, place, "is about an exercise that was there before");
    fill_in(mark, document, one);
    return 0;
}

static int take_file(struct marks *marks, const char *path, struct fail *fail)
{
    const struct strict strict = {.origin = path, .fail = fail};
    const struct strict_place top = {0};
    json_t *document = strict_load(&strict, BYTES_MAX);
    int result = -1;
    if (document != NULL)
        result = strict_object(&strict, &top, document, document_keys);
    const struct strict_place list = strict_below(&top, "exercises");
    const json_t *exercises = json_object_get(document, "exercises");
    for (size_t i = 0; result == 0 && i < json_array_size(exercises); i++) {
        const struct strict_place place = {.above = &list, .index = i};
        result = take_exercise(
            &strict, marks, &place, document, json_array_get(exercises, i));
    }
    json_decref(document);
    return result;
}

static void add_up(struct marks *marks)
{
    struct mark_total *total = &marks->totals[0];
    total->student = marks->students[0];
    for (size_t k = 0; k < marks->n_exercises; k++) {
        const struct mark *mark = &marks->marks[k];
        total->points += mark->exercise->weight * mark->points;
        total->open_points += mark->exercise->weight * mark->open_points;
        total->max_points += mark->exercise->weight * mark->max_points;
    }
}

struct marks *export_verdicts(const char *student,
    const struct policy_exercise *const exercises[], size_t n_exercises,
    const char *const paths[], struct fail *fail)
{
    struct marks *marks = mem_new(1, sizeof *marks);
    marks->students = mem_new(2, sizeof *marks->students);
    marks->students[0] = mem_text(student);
    marks->n_students = 1;
    marks->n_exercises = n_exercises;
    marks->marks = mem_new(n_exercises, sizeof *marks->marks);
    marks->totals = mem_new(1, sizeof *marks->totals);
    for (size_t k = 0; k < n_exercises; k++)
        marks->marks[k] = (struct mark){.student = marks->students[0],
            .exercise = exercises[k],
            .late_factor = 1,
            .max_points = points_of(exercises[k]->exercise, false) +
                          points_of(exercises[k]->exercise, true)};
    int result = 0;
    for (size_t i = 0; result == 0 && paths[i] != NULL; i++)
        result = take_file(marks, paths[i], fail);
    add_up(marks);
    if (result == 0)
        return marks;
    export_verdicts_free(marks);
    return NULL;
}

void export_verdicts_free(struct marks *marks)
{
    if (marks == NULL)
        return;
    for (size_t k = 0; k < marks->n_exercises; k++) {
        json_decref(marks->marks[k].verdict);
        json_decref(marks->marks[k].machine);
    }
    free(marks->students[0]);
    free(marks->students);
    free(marks->marks);
    free(marks->totals);
    free(marks);
}
