/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_LINT_LINT_PRIVATE_H
#define PARLAB_LINT_LINT_PRIVATE_H

#include "grader/lint/lint.h"

/** @file The parts of lint, for lint*.c only. */

/** A look at one exercise, or at one lab. */
struct lint {
    const struct course *course;
    const struct lab *lab; /**< of lint_lab(); else NULL */
    const struct exercise *exercise; /**< of lint_exercise(); else NULL */
    lint_take *take;
    void *to;
    size_t n_problems;
};

/** Report a problem of a file below the root. */
void lint_problem(struct lint *lint, const char *file, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Whether there is a file below the root; it is a problem when not. */
bool lint_is_there(struct lint *lint, const char *file, const char *what);

/** Read a file below the root; NULL when it cannot be read.
 *  @return new text. */
char *lint_text(const struct lint *lint, const char *file);

/** List a folder below the root, without hidden files and backups (FILE~).
 *  @return new array of new names that ends with NULL; empty without a
 *          folder. */
char **lint_folder(const struct lint *lint, const char *folder);
void lint_folder_free(char **names);

/** The files that there must be, and no others. */
void lint_files(struct lint *lint);

/** The skeleton, the handout and the hints. */
void lint_texts(struct lint *lint);

/** The contract, the cases and the specimens. */
void lint_cases(struct lint *lint);

#endif
