/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_COURSE_POLICY_H
#define PARLAB_COURSE_POLICY_H

#include <stddef.h>
#include <time.h>

#include "grader/course/course.h"

/** @file
 *  How an instructor counts: labs/course.conf or a file of its form. It
 *  overrides manifests without touching them; what it does not say is as the
 *  manifests have it. */

/** Which of a student's attempts at an exercise counts. */
enum policy_attempt {
    POLICY_BEST, /**< the one with most points after lateness */
    POLICY_LAST, /**< the one that was received last */
};

/** One exercise of the course. */
struct policy_exercise {
    const struct exercise *exercise; /**< the policy's copy of the course's,
                                          with the policy's limits; its texts
                                          are borrowed from the course */
    double weight; /**< of its points in the total; 1 unless stated */
    time_t deadline; /**< 0: none */
};

/** More time for somebody. */
struct policy_extension {
    char *student;
    char *exercise; /**< NULL: for all */
    time_t deadline; /**< instead of the exercise's */
};

/** The rules of a course. */
struct policy {
    int workers; /**< the official number */
    struct exercise *copies; /**< what the following refer to */
    struct policy_exercise *exercises; /**< those that count, in order */
    size_t n_exercises;
    struct policy_extension *extensions;
    size_t n_extensions;
    enum policy_attempt attempt;
    int late_percent_a_day; /**< of the points, lost for each day begun */
    int late_days_max; /**< later than that earns nothing; 0: no limit */
    char *text; /**< the file, kept with every result */
};

/** Read the policy of a course.
 *  @param course  it must stay as long as the policy does
 *  @param path    NULL: labs/course.conf
 *  @return  new (release with policy_free());
 *  @return  NULL: the reason has file and line. */
struct policy *policy_read(
    const struct course *course, const char *path, struct fail *fail);

/** Release a policy; NULL is fine. */
void policy_free(struct policy *policy);

/** Have a course follow a policy: its number of workers and its limits. */
void policy_apply(const struct policy *policy, struct course *course);

/** Find an exercise by name. @return NULL: it does not count. */
const struct policy_exercise *policy_find(
    const struct policy *policy, const char *exercise);

/** When a student's work on an exercise is due. @return 0: at any time. */
time_t policy_deadline(
    const struct policy *policy, const char *student, const char *exercise);

/** The share of its points that work keeps which was received then. Pure.
 *  @return 1 in time, less when late, at least 0. */
double policy_late_factor(const struct policy *policy, const char *student,
    const char *exercise, time_t received);

#endif
