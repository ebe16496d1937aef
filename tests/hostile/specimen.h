/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_TESTS_SPECIMEN_H
#define PARLAB_TESTS_SPECIMEN_H

#include <stdbool.h>
#include <stdio.h>

#include "grader/lint/expect.h"
#include "tests/hostile/stage.h"

/** @file One hostile specimen: what it must get, and grading it. */

/** What it is about. */
enum sort {
    SORT_BREAK, /**< breaks things; first, as some take long */
    SORT_CHEAT, /**< has no success */
    SORT_POSSIBLE, /**< has some: what docs/trust.md says remains possible */
    SORTS_N,
};

/** The folders of specimens of each sort. */
extern const char *const specimen_sorts[];

/** A specimen. */
struct specimen {
    char *name; /**< "cheat/exits" */
    char *source; /**< as it is in its file */
    const struct exercise *exercise; /**< of the stage's course */
    struct expectation list[EXPECTATIONS_MAX];
    size_t n_expected;
    enum sort sort;
    bool has_speed; /**< "parlab grade" */
    bool is_alone; /**< what it shows depends on what else runs */
    char *only_layer; /**< NULL: what it expects holds in all */
    long limit_s; /**< for the whole grading */
};

/** Read one.
 *  @param name  without the ".c", below the stage's folder of specimens.
 *  @return 0; -1: its comment is wrong; the reason names it. */
int specimen_read(struct specimen *specimen, const struct stage *stage,
    const char *name, struct fail *fail);
void specimen_free(struct specimen *specimen);

/** Grade it in a lane and hold what came of it against what it expects.
 *  Processes that are left come to this process, so it must have no other
 *  children.
 *  @param layer  "bubblewrap" or "landlock".
 *  @param to     for TAP comments.
 *  @return whether all is as expected, and nothing is left. */
bool specimen_grade(const struct specimen *specimen, const struct stage *stage,
    const struct lane *lane, const char *layer, FILE *to);

/** The layer that parlab really uses in a lane, found by grading a baseline.
 *  @return new; NULL: it could not grade; the reason says why. */
char *specimen_layer(const struct stage *stage, const struct lane *lane,
    const char *layer, struct fail *fail);

#endif
