/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_SCAFFOLD_SCAFFOLD_H
#define PARLAB_SCAFFOLD_SCAFFOLD_H

#include "grader/course/course.h"

/** @file
 *  A new exercise from the templates in grader/templates: a small exercise
 *  that is complete and passes every check, to be changed piece by piece.
 *  The folder of a kind of exercise and the folder `common` look like the
 *  tree; LAB and EX in a name and `@LAB@`, `@EX@`, `@GUARD@` and `@TITLE@` in
 *  a text stand for the exercise's own. */

/** What is asked for. */
struct scaffold {
    const struct course *course; /**< as it is before */
    const char *lab; /**< a new one is made */
    const char *stem; /**< the exercise's name in the lab */
    const char *title;
    enum kind kind;
};

/** Say whether a word can be the name of a lab or an exercise: a small
 *  letter, then small letters, digits and underscores, at most 16; not what a
 *  C function or a file of the exercise cannot be called. */
bool scaffold_is_name(const char *word);

/** Write the exercise: its files, its entry in the manifest, its line in
 *  grader/exercises/local.mk, and, of a new lab, manifest, introduction and
 *  its name in course.conf.
 *  @param[out] written  the files, new or changed, below the root: a new
 *                       array of new names that ends with NULL.
 *  @return 0; -1: all is as it was. */
int scaffold_write(
    const struct scaffold *scaffold, char ***written, struct fail *fail);

/** Release the names. */
void scaffold_free(char **written);

/** Insert an entry at the end of a manifest's list of exercises.
 *  @param entry  "  { … }" with a newline at its end.
 *  @return new text; NULL: there is no such list, or it has no end. */
char *scaffold_insert(const char *manifest, const char *entry);

/** Add a lab to the list in course.conf.
 *  @return new text; NULL: there is no list of labs, or it has no end. */
char *scaffold_add_lab(const char *conf, const char *lab);

/** Add a row at the end of a lab's table of exercises: behind the last line
 *  that begins with a link in a table, "| [".
 *  @param row  with a newline at its end.
 *  @return new text; NULL: there is no such line. */
char *scaffold_add_row(const char *markdown, const char *row);

/** Add a line to a text, before the first line that sorts behind it.
 *  @param start  what those lines begin with; others do not count.
 *  @param line   with a newline at its end.
 *  @return new text. */
char *scaffold_add_line(const char *text, const char *start, const char *line);

#endif
