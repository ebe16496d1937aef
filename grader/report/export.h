/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_EXPORT_H
#define PARLAB_REPORT_EXPORT_H

#include <jansson.h>
#include <stddef.h>

#include "grader/gradebook/marks.h"
#include "grader/report/roster.h"

/** @file
 *  A class's marks in the forms that other systems read. All functions but
 *  the last two are pure: they make a new text, UTF-8, of marks that they
 *  leave as they are, of one student at least.
 *
 *  What holds in every form:
 *  - Points that are open are never a 0: where nothing is decided yet the
 *    place for the points stays empty, and a note says how many points are
 *    open and why. What is decided already is shown beside such a note,
 *    except in Canvas, which may have no place for a note.
 *  - Nothing handed in is 0 points, and the note says so.
 *  - An override is what counts; the note has its reason and what was
 *    measured.
 *  - In tables, text that a spreadsheet would take for a formula gets a "'"
 *    before it: what begins with = + - @, a tab or a carriage return.
 *
 *  Source: RFC 4180 for tables; the pages of Moodle, Canvas, Gradescope and
 *  Autolab on what they read. */

/** A table with all points, open points and notes. */
char *export_csv(const struct marks *marks);

/** A table of files and whose each is. @param files  one a student */
char *export_index(const struct marks *marks, char *const files[]);

/** Who a student is for Moodle: the head of the first column. */
enum export_identity {
    EXPORT_USERNAME,
    EXPORT_EMAIL,
    EXPORT_ID_NUMBER,
};

/** A table for Moodle's grade import: for each exercise its points and its
 *  feedback.
 *  @param roster    Moodle's own export, whose columns about people are kept;
 *                   or NULL
 *  @param identity  what the students' names are, without a roster */
char *export_moodle(const struct marks *marks, const struct roster *roster,
    enum export_identity identity);

/** A table for Canvas' gradebook import.
 *  @param roster  Canvas' own export, whose columns about people are kept and
 *                 whose names of assignments are used; NULL: names are logins
 *                 as well */
char *export_canvas(const struct marks *marks, const struct roster *roster);

/** What Gradescope reads as results.json, for one student. */
char *export_gradescope(const struct marks *marks, size_t student);

/** What Autolab reads: lines for the student, and one line of JSON at the
 *  end, for one student. */
char *export_autolab(const struct marks *marks, size_t student);

/** Reports of tests in JUnit's form: a suite for each student and exercise. */
char *export_junit(const struct marks *marks);

/** All of it, as docs/class.schema.json says. @return new reference. */
json_t *export_json(const struct marks *marks, const struct policy *policy);

/** What has to be said about a mark, on one line; empty when nothing. */
char *export_note(const struct mark *mark);

/** What a mark was given for, on one line; empty without a verdict. */
char *export_summary(const struct mark *mark);

/** Make marks of what "parlab grade --json" wrote, for one student whose
 *  gradings are in files. An exercise without one was not handed in.
 *  @param student    a name for the student
 *  @param exercises  which count; borrowed, as the policy is
 *  @param paths      the files; NULL ends
 *  @return new (release with export_verdicts_free()); NULL: a file is not
 *          such a verdict, or is about another exercise. */
struct marks *export_verdicts(const char *student,
    const struct policy_exercise *const exercises[], size_t n_exercises,
    const char *const paths[], struct fail *fail);

void export_verdicts_free(struct marks *marks);

#endif
