/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_KIT_KIT_PRIVATE_H
#define PARLAB_KIT_KIT_PRIVATE_H

#include "grader/kit/kit.h"

/** @file The lines of the allow-list, one after the other. */

/** What one line stands for. */
struct allowed {
    char *from; /**< pattern below the root, "SKELETON" or "RULES" */
    char *to; /**< below the kit; NULL: where it comes from */
    const struct exercise *exercise; /**< that it is about; or NULL */
    unsigned line;
};

/** Read the allow-list, LAB, EX and LIBRARY replaced by the course's names.
 *  @param[out] n  lines
 *  @return new array (release with allowed_free()); NULL with the reason. */
struct allowed *allowed_read(const struct course *course, const char *path,
    size_t *n, struct fail *fail);

void allowed_free(struct allowed *list, size_t n);

#endif
