/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_GRADEBOOK_GRADEBOOK_H
#define PARLAB_GRADEBOOK_GRADEBOOK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "grader/base/fail.h"

/** @file
 *  A class in one SQLite file: students, what they handed in, and what each
 *  attempt got, with all that is needed to grade it again. The only module
 *  that knows SQL. A result is there whole or not at all, whatever ends the
 *  process; rows are added and never changed. */

struct gradebook;

/** How a gradebook is opened. */
enum gradebook_mode {
    GRADEBOOK_CREATE, /**< for writing; made when it is missing */
    GRADEBOOK_WRITE, /**< for writing; must be there */
    GRADEBOOK_READ, /**< must be there; may be written to meanwhile */
};

/** Open a gradebook and bring an older schema up to date.
 *  @return  new (release with gradebook_close());
 *  @return  NULL: not there, no gradebook, made by a newer parlab, … */
struct gradebook *gradebook_open(
    const char *path, enum gradebook_mode mode, struct fail *fail);

/** Close a gradebook; NULL is fine. */
void gradebook_close(struct gradebook *book);

/** Something that was handed in. Texts are UTF-8. */
struct submission {
    int64_t id; /**< of the gradebook; 0 before it is added */
    char *student;
    char *exercise; /**< "lab/exercise" */
    char *sha256; /**< of the source, 64 digits */
    char *source; /**< the one file, with a NUL behind it */
    size_t source_bytes;
    char *origin; /**< where it was found, for people */
    time_t received;
    int attempt; /**< of this student at this exercise, from 1 */
};

/** Release what a submission holds. */
void submission_clear(struct submission *submission);

/** Add a student without a submission, so that the list has all names. */
int gradebook_add_student(
    struct gradebook *book, const char *student, struct fail *fail);

/** Add a submission, unless the same student has handed in the same bytes for
 *  the exercise before: then it is that one.
 *  @param[in,out] submission  id and attempt are set.
 *  @param[out] is_new         may be NULL.
 *  @return 0, or -1. */
int gradebook_add_submission(struct gradebook *book,
    struct submission *submission, bool *is_new, struct fail *fail);

/** How much of a grading was done. */
enum gradebook_depth {
    GRADEBOOK_CHECKED, /**< correctness only: speed is open */
    GRADEBOOK_GRADED, /**< speed, too */
};

/** One grading of a submission. */
struct gradebook_result {
    int64_t id;
    int64_t submission;
    enum gradebook_depth depth;
    time_t when;
    uint64_t seed;
    char *version; /**< of parlab */
    char *policy; /**< text of the rules that held */
    int points, open_points, max_points;
    double seconds; /**< that grading took */
    json_t *document; /**< what "parlab grade --json" wrote: the machine, the
                           verdict and all raw samples */
};

void gradebook_result_clear(struct gradebook_result *result);

/** Add a result, in one transaction. An older result of the submission stays;
 *  the newest of the greatest depth counts. @return 0, or -1. */
int gradebook_add_result(
    struct gradebook *book, struct gradebook_result *result, struct fail *fail);

/** An instructor's word in place of what was measured, which stays. */
struct gradebook_override {
    char *student;
    char *exercise;
    double points;
    char *why;
    time_t when;
};

/** Add an override; the newest counts. @return 0, or -1. */
int gradebook_add_override(struct gradebook *book,
    const struct gradebook_override *override, struct fail *fail);

/** Read all students by name. @return new array of new texts, NULL at the
 *  end; NULL with the reason. */
char **gradebook_students(struct gradebook *book, struct fail *fail);

/** Visit all submissions, by student, exercise and attempt, each with the
 *  result that counts for it.
 *  @param visit  result: NULL when there is none yet; both are borrowed for
 *                the visit. @return 0; else the walk ends with that.
 *  @return 0; what visit returned; -1 with the reason. */
int gradebook_walk(struct gradebook *book,
    int (*visit)(void *arg, const struct submission *submission,
        const struct gradebook_result *result),
    void *arg, struct fail *fail);

/** The same without what takes room: sources are empty, and results that have
 *  their speed come without a document (NULL). */
int gradebook_walk_lightly(struct gradebook *book,
    int (*visit)(void *arg, const struct submission *submission,
        const struct gradebook_result *result),
    void *arg, struct fail *fail);

/** Visit all overrides that count. */
int gradebook_walk_overrides(struct gradebook *book,
    int (*visit)(void *arg, const struct gradebook_override *override),
    void *arg, struct fail *fail);

#endif
