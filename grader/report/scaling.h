/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_REPORT_SCALING_H
#define PARLAB_REPORT_SCALING_H

#include <jansson.h>
#include <stdio.h>

#include "grader/base/fail.h"
#include "grader/measure/scaling.h"
#include "grader/report/document.h"

/** @file
 *  A scaling for people and as JSON, whose schema is
 *  docs/scaling.schema.json. */

/** Make the JSON document of a scaling.
 *  @param machine  as json_of_machine() makes it, or as it was recorded;
 *                  borrowed.
 *  @return new reference. */
json_t *scaling_json(const struct scaling *scaling, json_t *machine);

/** Read a scaling from a file of its JSON, strictly: what is not as the
 *  schema has it is refused. What follows from the blocks is made anew from
 *  them.
 *  @param[out] scaling  release with scaling_clear() when 0 is returned.
 *  @param[out] machine  new reference, likewise.
 *  @return 0; -1: the reason names the file and the key. */
int scaling_read(const char *path, struct scaling *scaling, json_t **machine,
    struct fail *fail);

/** What the points of a curve mean, in sentences. Nothing is said that the
 *  intervals do not support. @return new text, "" for nothing to say. */
char *scaling_words(const struct scaling *scaling, enum scaling_kind kind);

/** Print curves as tables with a small picture and sentences, at most 80
 *  columns wide. */
void scaling_print(FILE *to, const struct scaling *scaling);

/** Whether a picture shows more than the table: three known points. */
bool scaling_has_chart(const struct scaling_curve *curve);

/** Print a curve as a picture of characters, at most 80 columns wide; nothing
 *  when scaling_has_chart() says so.
 *  @param is_utf8  whether more than ASCII may be used */
void scaling_chart(FILE *to, const struct scaling *scaling,
    enum scaling_kind kind, bool is_utf8);

/** The best speedup that so many workers could have. */
double scaling_ideal(const struct scaling *scaling, double n_workers);

/** Add a curve as a picture: the program with its intervals, copies of the
 *  serial baseline, the ideal, and the law that was fitted. Nothing when no
 *  point is known. */
void scaling_picture(struct document *document, const struct scaling *scaling,
    enum scaling_kind kind);

/** Make the report of a scaling. @return new. */
struct document *scaling_page(const struct scaling *scaling);

/** Write it to a folder, as LAB-EXERCISE-scaling.md and .html.
 *  @param[out] page         new path of the page.
 *  @param[out] no_pictures  why pictures are missing; empty when none is.
 *  @return 0; -1 when something could not be written. */
int scaling_write(const char *folder, const struct scaling *scaling,
    char **page, struct fail *no_pictures, struct fail *fail);

#endif
