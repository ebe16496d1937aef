/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_STATE_H
#define PARLAB_CMD_STATE_H

#include <stdbool.h>

#include "grader/course/course.h"
#include "grader/record/record.h"
#include "grader/report/result.h"

/** @file
 *  What is remembered from one command to the next: the best grading and the
 *  last, what was wrong, the guess, the hint that was shown last. A short text
 *  for each exercise and key, in a file of its own (.parlab/LAB/EXERCISE.KEY
 *  beside the student's labs), so that an update of the kit touches none of
 *  it, and two commands at once cannot spoil more than the newest text.
 *  Nothing depends on it: a text that is lost or cannot be written costs a
 *  convenience. */

enum { STATE_TEXT_MAX = 256 };

/** Recall a text. @return whether there is one. */
bool state_recall(const struct exercise *exercise, const char *key,
    char text[STATE_TEXT_MAX]);

/** Remember a text of one line. @return whether it could be written. */
bool state_remember(
    const struct exercise *exercise, const char *key, const char *text);

/** The best and the last grading of the student's own file.
 *  @return whether there is one. */
bool state_recall_best(const struct exercise *exercise, struct record *record);
bool state_recall_last(const struct exercise *exercise, struct record *record);

/** Remember a check or a grading of the student's own file: its diagnoses;
 *  of a grading its points, as the last one and perhaps as the best. */
void state_remember_result(const struct result *result);

/** The diagnoses alone, again when checkers have found more. */
void state_remember_diagnoses(const struct result *result);

/** The diagnoses of the last check or grading, the strongest first, with a
 *  space between two. @return whether there are any. */
bool state_recall_diagnoses(
    const struct exercise *exercise, char names[STATE_TEXT_MAX]);

/** Whether a name is one of them. */
bool state_has_diagnosis(const char *names, const char *name);

#endif
