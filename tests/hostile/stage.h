/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_STAGE_H
#define PARLAB_TESTS_STAGE_H

#include <sys/types.h>

#include "grader/base/fail.h"
#include "grader/course/course.h"
#include "grader/sandbox/args.h"
#include "tests/hostile/assemble.h"

/** @file
 *  Where hostile specimens are graded: a copy of the course and of parlab in
 *  a folder of their own, and lanes. In a lane one specimen is graded after
 *  the other; it has its own folders for whatever parlab writes, and baits: a
 *  file of another student, sockets, a terminal, shared memory, all outside
 *  of the box and open for whoever gets there. */

/** The copy. */
struct stage {
    char *folder; /**< holds everything */
    char *parlab; /**< the program */
    char *specimens; /**< folder of the specimens, not copied */
    struct course *course; /**< the copy */
};

/** Make it. @return 0; -1 with the reason, and stage_remove() cleans up. */
int stage_make(struct stage *stage, struct fail *fail);
void stage_remove(struct stage *stage);

enum { LANE_WORDS = 9, LANE_BAITS = 6 };

/** A lane. */
struct lane {
    int number;
    uid_t user; /**< that parlab runs as; 0: as this process does */
    char *folder;
    struct assemble_word words[LANE_WORDS]; /**< where the baits are */
    int baits[LANE_BAITS]; /**< descriptors; -1 */
    int shm_id; /**< of System V; -1 */
};

/** Open one. @return 0; -1 with the reason, and lane_close() cleans up. */
int lane_open(struct lane *lane, const struct stage *stage, int number,
    uid_t user, struct fail *fail);
void lane_close(struct lane *lane);

/** A path in its folder. @return new. */
char *lane_path(const struct lane *lane, const char *name);

/** The whole environment for parlab. */
void lane_environment(const struct lane *lane, const struct stage *stage,
    const char *layer, struct args *env);

/** Say whether the other student's file is as it was.
 *  @return 0; -1 with what has changed. */
int lane_check_other(const struct lane *lane, struct fail *fail);

#endif
