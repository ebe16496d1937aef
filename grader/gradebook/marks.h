/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_GRADEBOOK_MARKS_H
#define PARLAB_GRADEBOOK_MARKS_H

#include "grader/course/policy.h"
#include "grader/gradebook/gradebook.h"

/** @file
 *  The class as a table, students by exercises: what counts for each by the
 *  policy. Exports, the report and the status are made from it. */

/** One student's work on one exercise. All texts are owned by the marks. */
struct mark {
    const char *student;
    const struct policy_exercise *exercise;
    int n_attempts; /**< handed in; 0: nothing, and no points */
    int attempt; /**< which of them counts, from 1 */
    struct submission submission; /**< that one; source NULL for none */
    bool is_graded; /**< it has a result */
    enum gradebook_depth depth; /**< of that result */
    time_t graded; /**< when */
    double measured; /**< points that the grader gave */
    double late_factor; /**< 1: in time */
    bool is_overridden;
    double override; /**< points that the instructor gave instead */
    char *why; /**< the reason of it; NULL for none */
    double points; /**< that count: the override, or measured * late_factor */
    double open_points; /**< undecided as yet; 0 when overridden */
    double max_points;
    json_t *verdict; /**< of the exercise: an element of "exercises" in
                          docs/verdict.schema.json; NULL for none */
    json_t *machine; /**< that graded it; NULL for none */
    uint64_t seed;
};

/** One student's line. */
struct mark_total {
    const char *student;
    double points, open_points, max_points; /**< weighted sums */
};

/** The table. */
struct marks {
    char **students; /**< by name */
    size_t n_students;
    size_t n_exercises; /**< those of the policy, in its order */
    struct mark *marks; /**< n_students x n_exercises, row-major */
    struct mark_total *totals; /**< n_students */
};

/** Make the table. @return new (release with marks_free()); NULL with the
 *  reason. */
struct marks *marks_read(
    struct gradebook *book, const struct policy *policy, struct fail *fail);

/** The same for who only needs points: without sources, verdicts, machines. */
struct marks *marks_read_points(
    struct gradebook *book, const struct policy *policy, struct fail *fail);

void marks_free(struct marks *marks);

/** The mark in row @p student and column @p exercise. */
struct mark *marks_at(
    const struct marks *marks, size_t student, size_t exercise);

#endif
