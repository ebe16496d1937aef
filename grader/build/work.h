/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BUILD_WORK_H
#define PARLAB_BUILD_WORK_H

#include "grader/build/build.h"
#include "grader/build/key.h"
#include "grader/build/step.h"
#include "grader/sandbox/args.h"
#include "grader/sandbox/slot.h"

/** @file One build while it goes on, for the files of this folder only. */

/** The harness as one object, in our own folder. */
#define WORK_HARNESS "parlab-harness.o"

/** What the steps of a build share. */
struct work {
    const struct build_request *request;
    const char *stem; /**< the exercise's short name */
    const char *compiler;
    char *folder; /**< where tools run that read the candidate */
    char *own; /**< where those run that do not; both are removed at the end */
    struct slot slot; /**< whose user the former run as */
    char *header; /**< text of the contract */
    char *calls; /**< text of the calls file */
    struct args visible; /**< what every tool may see */
    char *warnings; /**< of the candidate; NULL before it is compiled */
    char **message; /**< where the reason of BUILD_REJECTED goes */
    struct fail *fail;
};

/** The stem with an ending, as the tools call a file. @return new. */
char *work_name(const struct work *work, const char *ending);

/** The same with the folder of the candidate. @return new. */
char *work_path(const struct work *work, const char *ending);

/** The same with our own. @return new. */
char *work_own_path(const struct work *work, const char *ending);

/** The contract's functions, NULL at the end. @return borrowed. */
const char *const *work_functions(const struct work *work);

/** Run a command that reads the candidate, in its folder and as its user.
 *  Otherwise as step_run(). */
enum step_end work_run(struct work *work, const struct args *argv,
    const struct args *visible, char **said);

/** Run a command that does not, in our own folder and as this process. */
enum step_end work_run_own(struct work *work, const struct args *argv,
    const struct args *visible, char **said);

/** What the end of a command that reads the candidate means. Sets message or
 *  reason.
 *  @param what  what the candidate was to do: "compile", "link". */
enum build_outcome work_judge(
    struct work *work, enum step_end end, const char *said, const char *what);

/** Write the sources to the folder, compile the candidate, check its object.
 */
enum build_outcome work_compile(struct work *work);

/** Get the object of the calls, from the cache or by compiling them. */
enum build_outcome work_calls(struct work *work);

/** Get the object of the harness, from the cache or by compiling it. */
enum build_outcome work_harness(struct work *work);

/** Link the runner: folder/runner. */
enum build_outcome work_link(struct work *work);

/** Start a key with the tools, the processor and the sandbox.
 *  @param compiler  that is used. */
struct key *work_key_tools(const struct work *work, const char *compiler);

/** The same with the exercise: all that compiling its calls depends on. */
struct key *work_key(const struct work *work);

/** Add what compiling the harness depends on but the tools. */
void work_key_harness(const struct work *work, struct key *key);

#endif
