/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_COURSE_SCHEMA_H
#define PARLAB_COURSE_SCHEMA_H

#include "grader/course/course.h"
#include "grader/course/manifest.h"

/** @file
 *  The one table of what manifests may say: every key with its type, range,
 *  default and place in a struct. Reading, checking and releasing all walk
 *  this table. */

/** Where a key may stand. */
enum section {
    SECTION_COURSE, /**< course.conf, into struct course_conf */
    SECTION_LAB, /**< lab.conf, into struct lab */
    SECTION_EXERCISE,
    SECTION_GROUP,
    SECTION_MEASURE,
    SECTION_LIMITS,
};

/** What course.conf says. */
struct course_conf {
    char **labs; /**< in teaching order, NULL at the end */
    int workers;
};

/** The words for enum kind, in its order; NULL at the end. */
extern const char *const schema_kinds[];

/** Read a section and all sections inside it.
 *  @param from     the group in the manifest; NULL where it may be left out:
 *                  every key gets its default.
 *  @param[out] to  the zeroed struct of this section; release its content
 *                  with schema_clear(), also after a failure.
 *  @return 0; -1: a key is unknown, missing, twice, of the wrong type or out
 *          of range. */
int schema_read(const struct manifest *manifest, enum section section,
    const config_setting_t *from, void *to, struct fail *fail);

/** Release what schema_read() has put into a struct, not the struct. */
void schema_clear(enum section section, void *content);

#endif
