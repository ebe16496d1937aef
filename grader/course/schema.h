/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_COURSE_SCHEMA_H
#define PARLAB_COURSE_SCHEMA_H

#include <time.h>

#include "grader/course/course.h"
#include "grader/course/manifest.h"
#include "grader/course/policy.h"

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
    SECTION_COUNTED, /**< an exercise in course.conf */
    SECTION_OTHER_LIMITS, /**< limits in course.conf: 0 where not stated */
    SECTION_LATENESS,
    SECTION_EXTENSION,
};

/** An exercise, or a lab, as course.conf has it. */
struct conf_counted {
    char *name;
    double weight;
    time_t deadline; /**< 0: none */
    struct limits limits; /**< 0: as without them */
};

/** What lateness costs. */
struct conf_lateness {
    int percent_a_day;
    int days_max;
};

/** What course.conf says. */
struct course_conf {
    char **labs; /**< in teaching order, NULL at the end; or NULL */
    int workers; /**< 0: not stated */
    struct conf_counted *exercises;
    size_t n_exercises;
    struct limits limits; /**< of all exercises; 0: as the manifests have it */
    enum policy_attempt attempts;
    struct conf_lateness lateness;
    struct policy_extension *extensions;
    size_t n_extensions;
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
