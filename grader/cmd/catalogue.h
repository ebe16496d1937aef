/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CATALOGUE_H
#define PARLAB_CMD_CATALOGUE_H

#include <stddef.h>

#include "grader/base/fail.h"

/** @file
 *  The diagnoses that have a page, as the table in docs/diagnoses/README.md
 *  lists them: rows "| [NAME](NAME.md) | half a sentence |". */

/** A row. */
struct catalogue_row {
    char *name;
    char *meaning;
};

/** The table, in its order. */
struct catalogue {
    struct catalogue_row *rows;
    size_t n;
};

/** Read it. @return 0, release with catalogue_free(); -1: it cannot be read. */
int catalogue_read(struct catalogue *catalogue, struct fail *fail);

void catalogue_free(struct catalogue *catalogue);

/** The page of a diagnosis. @return new text; NULL: it cannot be read. */
char *catalogue_page(const char *name, struct fail *fail);

/** The folder of the pages. @return new. */
char *catalogue_folder(void);

#endif
