/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_HTML_H
#define PARLAB_REPORT_HTML_H

#include "grader/report/document.h"
#include "grader/report/result.h"

/** @file The report as pages that need nothing but themselves. */

/** Make one page of a document; pictures are drawn.
 *  @param[out] fail  why pictures are missing; empty when none is.
 *  @return new. */
char *html_page(struct document *document, struct fail *fail);

/** Draw the pictures of several documents together, which is faster; one that
 *  is in several is drawn once.
 *  @param[in,out] no_pictures  why pictures are missing: nothing is drawn
 *                              unless it is empty. */
void html_draw(struct document *const documents[], size_t n_documents,
    struct fail *no_pictures);

/** Make one page of a document whose pictures are drawn.
 *  @param no_pictures  as html_draw() has left it. @return new. */
char *html_page_drawn(
    struct document *document, const struct fail *no_pictures);

/** Write a document as NAME.md and NAME.html to a folder.
 *  @param[in,out] no_pictures  set when pictures are missing.
 *  @return 0; -1 when something could not be written. */
int html_write_document(const char *folder, const char *name,
    struct document *document, struct fail *no_pictures, struct fail *fail);

/** Write the reports of a command to a folder: LAB-EXERCISE.md and
 *  LAB-EXERCISE.html for each exercise, and index.md and index.html when
 *  there are several.
 *  @param folder         is made when it is missing.
 *  @param[out] first     new path of the page to begin with.
 *  @param[out] no_pictures  why pictures are missing; empty when none is.
 *  @return 0; -1 when something could not be written. */
int html_write(const char *folder, const struct result results[],
    size_t n_results, const struct result_about *about, char **first,
    struct fail *no_pictures, struct fail *fail);

/** Print the style sheet of the pages. */
void html_style(FILE *to);

#endif
