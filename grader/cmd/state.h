/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_STATE_H
#define PARLAB_CMD_STATE_H

#include <stdbool.h>

#include "grader/course/course.h"

/** @file
 *  What is remembered from one command to the next: the points so far, the
 *  hint that was shown last. A short text for each exercise and key, in a
 *  file of its own (.parlab/LAB/EXERCISE.KEY beside the student's labs), so
 *  that two commands at once cannot spoil more than the newest text. Nothing
 *  depends on it: a text that is lost or cannot be written costs a
 *  convenience. */

enum { STATE_TEXT_MAX = 128 };

/** Recall a text. @return whether there is one. */
bool state_recall(const struct exercise *exercise, const char *key,
    char text[STATE_TEXT_MAX]);

/** Remember a text of one line. @return whether it could be written. */
bool state_remember(
    const struct exercise *exercise, const char *key, const char *text);

/** The points that an exercise was last graded with. */
struct state_points {
    int points, open, max;
};

/** @return whether there are any. */
bool state_recall_points(
    const struct exercise *exercise, struct state_points *points);
void state_remember_points(
    const struct exercise *exercise, const struct state_points *points);

#endif
