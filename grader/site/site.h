/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SITE_SITE_H
#define PARLAB_SITE_SITE_H

#include "grader/base/fail.h"
#include "grader/gradebook/marks.h"

/** @file
 *  A class as a folder of pages that need nothing but themselves:
 *
 *      index.html              the class at a glance
 *      students/NAME.html      a student: marks, verdicts, questions
 *      feedback/NAME/…         to hand back, nothing of others in it
 *      explain/DIAGNOSIS.html  what the diagnoses mean
 */

/** What to make of what. All is borrowed. */
struct site_setup {
    const struct marks *marks;
    const struct policy *policy;
    const char *explanations; /**< folder of the diagnoses' pages, *.md */
    const char *key; /**< for pseudonyms; NULL: names are shown */
    const char *names; /**< file that says who is who, where names are hidden;
                            not in @p folder */
    time_t now; /**< what is due later may still be handed in */
    const char *folder; /**< is replaced as a whole */
    /** Called for each student; may be NULL. @return whether to go on. */
    bool (*progress)(size_t n_done, size_t n_students);
};

/** Write the site. There is the old one or the new one at any moment. A
 *  folder that is not empty and holds no site is refused.
 *  @param[out] no_pictures  why pictures are missing; empty when none is.
 *  @return 0; -1: all is as before, and the reason says why. */
int site_write(const struct site_setup *setup, struct fail *no_pictures,
    struct fail *fail);

#endif
