/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_DOCTOR_H
#define PARLAB_CMD_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

/** @file What parlab can use of a machine, as a table of parts. */

/** What a part is for; the first that is missing decides the last line. */
enum doctor_need {
    NEED_ALWAYS, /**< nothing is graded without it */
    NEED_MPI, /**< the labs that use MPI need it */
    NEED_SAFETY, /**< protects the user's files */
    NEED_SPEED, /**< speedup cannot be measured without it */
    NEED_NOTHING, /**< nice to have */
};

/** What was found. */
struct doctor_look {
    bool is_well;
    bool has_better; /**< what the part's source gives would be better still */
    char text[600]; /**< what is there, or what is not; lines end with \\n */
};

/** Where a part comes from; a NULL is a part that nobody can install. */
struct doctor_source {
    const char *apt, *dnf, *module, *spack;
};

/** One part. */
struct doctor_part {
    const char *name;
    enum doctor_need need;
    void (*look)(struct doctor_look *finding);
    const char *cost; /**< of lacking it: sentences for a student, or NULL */
    struct doctor_source source;
};

/** All parts, in the order in which they are shown.
 *  @param[out] n  how many. */
const struct doctor_part *doctor_parts(size_t *n);

/** Watch the machine and print what a grade here is worth.
 *  @return exit code. */
int doctor_noise(double seconds);

#endif
