/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BUILD_STEP_H
#define PARLAB_BUILD_STEP_H

#include <stdbool.h>

#include "grader/base/fail.h"
#include "grader/sandbox/sandbox.h"

/** @file One command of a build, in the sandbox. */

enum {
    STEP_LIMIT_S = 60, /**< wall time of a command */
    STEP_SAID_MAX = 65536, /**< bytes kept of what it prints */
};

/** What the commands of a build share. All pointers are borrowed. */
struct step {
    enum sandbox_layer layer;
    const char *folder; /**< where it runs and may write; NULL for none */
    const char *const *env;
    const char *const *read_only;
    uid_t user; /**< to run as, a slot's; 0: as this process */
    bool has_peers; /**< as in a box: mpicc looks at the network */
    bool is_checked; /**< the command is a program with a checker */
    bool is_verbose; /**< print the command line on stderr */
};

/** How a command ended. */
enum step_end {
    STEP_DONE, /**< with exit code 0 */
    STEP_FAILED, /**< with another one, or by a signal */
    STEP_LATE, /**< it was ended after STEP_LIMIT_S */
    STEP_STOPPED, /**< a signal asks this process to stop */
    STEP_BROKEN, /**< it could not be started, or was killed by somebody; the
                      reason is set */
};

/** Run a command and wait for its end; nothing of it is left afterwards.
 *  @param argv        argv[0] an absolute path; NULL ends
 *  @param[out] said   new text, what it printed: hostile bytes, but free of
 *                     NUL; NULL after STEP_BROKEN. */
enum step_end step_run(const struct step *step, const char *const argv[],
    char **said, struct fail *fail);

#endif
