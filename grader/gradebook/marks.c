/* SPDX-License-Identifier: MIT */
#include "grader/gradebook/marks.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/gradebook/gradebook_private.h"

/* Students come in the order of their names everywhere, so a walk goes down
 * the table's rows once. Every attempt that was handed in is looked at once,
 * and takes the place of the one before when it counts more by the policy. An
 * attempt without a result counts as open as a whole; one that was only
 * checked has its speed open. So "best" compares what is sure first, and then
 * what may still come. */

static double max_of(const struct exercise *exercise)
{
    double sum = 0;
    for (size_t i = 0; i < exercise->n_groups; i++)
        sum += exercise->groups[i].points;
    for (size_t i = 0; i < exercise->n_measures; i++)
        sum += exercise->measures[i].points;
    return sum;
}

static double speed_points(const struct exercise *exercise)
{
    double sum = 0;
    for (size_t i = 0; i < exercise->n_measures; i++)
        sum += exercise->measures[i].points;
    return sum;
}

static bool text_is(const json_t *json, const char *text)
{
    const char *value = json_string_value(json);
    return value != NULL && strcmp(value, text) == 0;
}

/* What a check leaves open: nothing where there is nothing that could be
 * timed. */
static double open_after_check(
    const struct exercise *exercise, const json_t *verdict)
{
    return text_is(json_object_get(verdict, "status"), "rejected")
               ? 0
               : speed_points(exercise);
}

static void fill_in_result(
    struct mark *mark, const struct gradebook_result *result)
{
    json_t *verdict =
        json_array_get(json_object_get(result->document, "exercises"), 0);
    mark->is_graded = true;
    mark->depth = result->depth;
    mark->graded = result->when;
    mark->measured = result->points;
    mark->open_points = result->open_points;
    if (result->depth == GRADEBOOK_CHECKED)
        mark->open_points +=
            open_after_check(mark->exercise->exercise, verdict);
    mark->verdict = json_incref(verdict);
    mark->machine = json_incref(json_object_get(result->document, "machine"));
    mark->seed = result->seed;
}

static void copy_submission(
    struct submission *to, const struct submission *from)
{
    *to = *from;
    to->student = mem_text(from->student);
    to->exercise = mem_text(from->exercise);
    to->sha256 = mem_text(from->sha256);
    to->origin = mem_text(from->origin);
    to->source = mem_new(from->source_bytes + 1, 1);
    memcpy(to->source, from->source, from->source_bytes);
}

static void clear(struct mark *mark)
{
    submission_clear(&mark->submission);
    json_decref(mark->verdict);
    json_decref(mark->machine);
    mark->verdict = mark->machine = NULL;
}

/* What an attempt is worth by the policy, were it the one. */
static void weigh(struct mark *mark, const struct policy *policy,
    const struct submission *submission, const struct gradebook_result *result)
{
    mark->attempt = submission->attempt;
    mark->late_factor = policy_late_factor(policy, submission->student,
        submission->exercise, submission->received);
    mark->open_points = mark->max_points;
    if (result != NULL)
        fill_in_result(mark, result);
    mark->points = mark->measured * mark->late_factor;
    mark->open_points *= mark->late_factor;
}

/* "Received last" is by time; the later of two attempts at once. */
static bool counts_more(const struct mark *one, time_t received,
    const struct mark *other, enum policy_attempt rule)
{
    if (other->attempt == 0)
        return true;
    if (rule == POLICY_LAST)
        return received >= other->submission.received;
    return one->points > other->points ||
           (one->points == other->points &&
               one->open_points >= other->open_points);
}

struct walk {
    struct marks *marks;
    const struct policy *policy;
    size_t student;
};

static struct mark *find(
    struct walk *walk, const char *student, const char *exercise)
{
    const struct marks *marks = walk->marks;
    while (strcmp(marks->students[walk->student], student) != 0)
        walk->student++;
    for (size_t i = 0; i < marks->n_exercises; i++)
        if (strcmp(walk->policy->exercises[i].exercise->name, exercise) == 0)
            return marks_at(marks, walk->student, i);
    return NULL;
}

static int visit(void *arg, const struct submission *submission,
    const struct gradebook_result *result)
{
    struct walk *walk = arg;
    struct mark *mark = find(walk, submission->student, submission->exercise);
    if (mark == NULL)
        return 0;
    struct mark one = {.student = mark->student,
        .exercise = mark->exercise,
        .n_attempts = mark->n_attempts + 1,
        .max_points = mark->max_points};
    weigh(&one, walk->policy, submission, result);
    if (!counts_more(&one, submission->received, mark, walk->policy->attempt)) {
        mark->n_attempts++;
        clear(&one);
        return 0;
    }
    clear(mark);
    *mark = one;
    copy_submission(&mark->submission, submission);
    return 0;
}

static int visit_override(void *arg, const struct gradebook_override *override)
{
    struct walk *walk = arg;
    struct mark *mark = find(walk, override->student, override->exercise);
    if (mark == NULL)
        return 0;
    mark->is_overridden = true;
    mark->override = override->points;
    mark->why = mem_text(override->why);
    mark->points = override->points;
    mark->open_points = 0;
    return 0;
}

static void make_table(struct marks *marks, const struct policy *policy)
{
    while (marks->students[marks->n_students] != NULL)
        marks->n_students++;
    marks->n_exercises = policy->n_exercises;
    marks->marks =
        mem_new(marks->n_students * marks->n_exercises, sizeof *marks->marks);
    marks->totals = mem_new(marks->n_students, sizeof *marks->totals);
    for (size_t i = 0; i < marks->n_students; i++)
        for (size_t k = 0; k < marks->n_exercises; k++)
            *marks_at(marks, i, k) =
                (struct mark){.student = marks->students[i],
                    .exercise = &policy->exercises[k],
                    .late_factor = 1,
                    .max_points = max_of(policy->exercises[k].exercise)};
}

static void add_up(struct marks *marks)
{
    for (size_t i = 0; i < marks->n_students; i++) {
        struct mark_total *total = &marks->totals[i];
        total->student = marks->students[i];
        for (size_t k = 0; k < marks->n_exercises; k++) {
            const struct mark *mark = marks_at(marks, i, k);
            const double weight = mark->exercise->weight;
            total->points += weight * mark->points;
            total->open_points += weight * mark->open_points;
            total->max_points += weight * mark->max_points;
        }
    }
}

static int fill_in(struct gradebook *book, struct marks *marks,
    const struct policy *policy, bool is_light, struct fail *fail)
{
    struct walk walk = {.marks = marks, .policy = policy};
    make_table(marks, policy);
    int result = is_light ? gradebook_walk_lightly(book, visit, &walk, fail)
                          : gradebook_walk(book, visit, &walk, fail);
    walk.student = 0;
    if (result == 0)
        result = gradebook_walk_overrides(book, visit_override, &walk, fail);
    add_up(marks);
    return result;
}

/* All of it is of one moment: what is read between BEGIN and ROLLBACK is. */
static struct marks *read_marks(struct gradebook *book,
    const struct policy *policy, bool is_light, struct fail *fail)
{
    struct marks *marks = mem_new(1, sizeof *marks);
    int result = book_run(book, "BEGIN", fail);
    if (result == 0 && (marks->students = gradebook_students(book, fail)))
        result = fill_in(book, marks, policy, is_light, fail);
    else
        result = -1;
    sqlite3_exec(book->db, "ROLLBACK", NULL, NULL, NULL);
    if (result == 0)
        return marks;
    marks_free(marks);
    return NULL;
}

struct marks *marks_read(
    struct gradebook *book, const struct policy *policy, struct fail *fail)
{
    return read_marks(book, policy, false, fail);
}

struct marks *marks_read_points(
    struct gradebook *book, const struct policy *policy, struct fail *fail)
{
    return read_marks(book, policy, true, fail);
}

void marks_free(struct marks *marks)
{
    if (marks == NULL)
        return;
    for (size_t i = 0; i < marks->n_students * marks->n_exercises; i++) {
        clear(&marks->marks[i]);
        free(marks->marks[i].why);
    }
    for (size_t i = 0; i < marks->n_students; i++)
        free(marks->students[i]);
    free(marks->students);
    free(marks->marks);
    free(marks->totals);
    free(marks);
}

struct mark *marks_at(
    const struct marks *marks, size_t student, size_t exercise)
{
    return &marks->marks[student * marks->n_exercises + exercise];
}
