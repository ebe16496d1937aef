/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_GRADEBOOK_WORK_H
#define PARLAB_GRADEBOOK_WORK_H

#include "grader/gradebook/gradebook.h"

/** @file
 *  What is to be done for a gradebook, and what is being done. All of it
 *  follows from what is in the file, so that a run that was ended in any way
 *  is taken up by the next one. */

/** How far a submission is. */
struct work {
    int64_t submission;
    char *student;
    char *exercise;
    int attempt;
    time_t received;
    bool is_checked; /**< since it was last asked for */
    bool is_graded; /**< likewise */
    bool is_open; /**< graded, with points that could not be measured */
    bool is_asked_again; /**< it has results, and more were asked for */
    bool is_running;
    enum gradebook_depth depth; /**< of what runs */
    time_t since; /**< it runs */
    char *trouble; /**< why it could not be graded; NULL for nothing */
};

/** All submissions, by student, exercise and attempt.
 *  @param[out] n  how many. @return new array, release with work_free();
 *  NULL with the reason. */
struct work *gradebook_work(
    struct gradebook *book, size_t *n, struct fail *fail);

void work_free(struct work *work, size_t n);

/** Only one process at a time grades for a gradebook, until it ends.
 *  @return 0; -1: another one does, or no lock can be had. */
int gradebook_lock(struct gradebook *book, struct fail *fail);

/** Whether some process grades for it. */
bool gradebook_is_busy(struct gradebook *book);

/** With the lock: what seems to run was left by a run that was ended.
 *  @return 0, or -1. */
int gradebook_tidy(struct gradebook *book, struct fail *fail);

/** Ask for submissions to be graded again, at both depths; for all of them or
 *  for none. Their results stay. @return 0, or -1. */
int gradebook_ask_again(struct gradebook *book, const int64_t submissions[],
    size_t n, struct fail *fail);

/** A grading has begun; a result ends it. @return 0, or -1. */
int gradebook_begin_work(struct gradebook *book, int64_t submission,
    enum gradebook_depth depth, struct fail *fail);

/** A grading ended without a result. @return 0, or -1. */
int gradebook_add_trouble(struct gradebook *book, int64_t submission,
    enum gradebook_depth depth, const char *why, struct fail *fail);

/** Read one submission, with its source.
 *  @param[out] submission  release with submission_clear().
 *  @return 0; -1, also when there is none. */
int gradebook_submission(struct gradebook *book, int64_t id,
    struct submission *submission, struct fail *fail);

/** Read and write what a run remembers for the next one.
 *  @return new; NULL when nothing is remembered, or cannot be read. */
char *gradebook_recall(struct gradebook *book, const char *key);
int gradebook_remember(struct gradebook *book, const char *key,
    const char *value, struct fail *fail);

#endif
