/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CLASS_STUDENT_H
#define PARLAB_CMD_CLASS_STUDENT_H

#include "grader/cmd/class.h"

/** @file The two words STUDENT LAB/EXERCISE. */

/** Who and what is meant, as it was given. */
struct class_who {
    const char *student;
    const char *exercise;
};

/** Take a word of the command line; a third one is wrong usage. */
void class_who_take(
    struct class_who *who, struct argp_state *state, const char *word);

/** At the end: both must be there. */
void class_who_check(const struct class_who *who, struct argp_state *state);

/** Find the mark.
 *  @return borrowed from the marks; NULL: there is no such student, or the
 *  exercise does not count; the reason suggests the nearest. */
const struct mark *class_who_find(const struct class_who *who,
    const struct marks *marks, const struct policy *policy, struct fail *fail);

#endif
