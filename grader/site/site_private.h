/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SITE_SITE_PRIVATE_H
#define PARLAB_SITE_SITE_PRIVATE_H

#include "grader/report/document.h"
#include "grader/report/verdict.h"
#include "grader/site/names.h"
#include "grader/site/site.h"

/** @file What the pages of a site share. */

/** A site that is being made. */
struct site {
    const struct marks *marks;
    const struct policy *policy;
    const char *explanations;
    struct site_names names;
    char *folder; /**< where it is made */
    time_t now;
    struct fail no_pictures;
};

/** A student's work, as the pages see it. Without a verdict: NULL. */
struct site_student {
    size_t number; /**< the row in the marks */
    const struct site_name *name;
    struct verdict **verdicts; /**< of each exercise of the policy */
};

/** What the first measure of a verdict came to. What is not known is NAN. */
struct site_speed {
    double speedup, attainable, guess;
};

/** The mark of a student's exercise, by its number in the policy. */
const struct mark *site_mark(
    const struct site *site, size_t student, size_t exercise);

/** Whether there is something to hand back. */
bool site_has_feedback(const struct mark *mark);

/** The speed in a mark's verdict. */
struct site_speed site_speed_of(const struct mark *mark);

/** The share of its points that a mark has. @return NAN: it has none yet. */
double site_share(const struct mark *mark);

/** Points for people: whole, or with one digit. @return new. */
char *site_points(double points);

/** "57 of 100, 40 open". @return new. */
char *site_points_of(const struct mark *mark);

/** What there is to say of a mark besides its points: that it was late, set
 *  by the instructor, …
 *  @param is_for_student  the text goes to the student
 *  @return new; "" for nothing. */
char *site_remarks(const struct site *site, size_t student,
    const struct mark *mark, bool is_for_student);

/** "2025-11-29 07:45 +0000". @return new. */
char *site_time(time_t when);

/** Name of the feedback file of an exercise, from the root of the site.
 *  @return new. */
char *site_feedback_file(const struct site_name *name,
    const struct exercise *exercise, const char *suffix);

/** The pages. @return new. */
struct document *site_index(const struct site *site);
struct document *site_student_page(
    const struct site *site, const struct site_student *student);
struct document *site_feedback(const struct site *site,
    const struct site_student *student, size_t exercise);

/** Parts of the index. */
void site_add_points(struct document *document, const struct site *site);
void site_add_speeds(struct document *document, const struct site *site);
void site_add_guesses(struct document *document, const struct site *site);
void site_add_lecture(struct document *document, const struct site *site);
void site_add_notes(struct document *document, const struct site *site);
void site_add_matrix(struct document *document, const struct site *site);

/** Whether a student may be told the seed of the cases: nobody can hand in
 *  the exercise any more, or anybody always can. */
bool site_tells_seed(const struct site *site, size_t exercise);

/** Parts of verdicts, which a student's page and the feedback share.
 *  @param has_seed  it may stand there */
void site_add_failures(struct document *document, const struct mark *mark,
    const struct verdict *verdict, size_t n_max, bool has_seed);

/** Write the pages of the diagnoses. @return 0; -1 with the reason. */
int site_write_explanations(const struct site *site, struct fail *fail);

/** Whether a diagnosis has a page. */
bool site_is_explained(const struct site *site, const char *diagnosis);

#endif
