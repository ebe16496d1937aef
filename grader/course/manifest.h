/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_COURSE_MANIFEST_H
#define PARLAB_COURSE_MANIFEST_H

#include <libconfig.h>

#include "grader/base/fail.h"

/** @file One libconfig file as text and tree, and errors that name its lines.
 */

/** A manifest that is being read. */
struct manifest {
    char *name; /**< below the course's root, as errors show it */
    char *text; /**< the whole file */
    config_t config;
};

/** Read and parse a manifest. What libconfig would misread without a word is
 *  refused first: numbers that do not fit in an int (they wrap around) and
 *  lines that start with `@include` (they are followed).
 *  @param root             the course's folder
 *  @param name             the file below it, labs/LAB/lab.conf; or an
 *                          absolute path
 *  @param[out] manifest    release with manifest_close()
 *  @return 0; -1 with file and line, and then there is nothing to release. */
int manifest_open(struct manifest *manifest, const char *root, const char *name,
    struct fail *fail);

/** Release a manifest. */
void manifest_close(struct manifest *manifest);

/** Set the reason, with file and line in front.
 *  @param at  where it is wrong; the root of the tree is line 1.
 *  @return -1 always. */
int manifest_fail(const struct manifest *manifest, const config_setting_t *at,
    struct fail *fail, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
