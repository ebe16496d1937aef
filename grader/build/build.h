/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BUILD_BUILD_H
#define PARLAB_BUILD_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/base/fail.h"
#include "grader/course/course.h"
#include "grader/sandbox/sandbox.h"

/** @file
 *  From a candidate's source to the runner that calls it. All flags are in
 *  grader/build/flags.c and nowhere else. The candidate's object is checked
 *  (grader/build/object.h), every symbol but the contract's functions is
 *  made local, and it is linked with the exercise's calls and the harness.
 *  What was built is kept in a cache under a key made of every input:
 *  sources, headers, compiler, flags, processor and MPI. */

/** What a runner is built for. The checked ones find mistakes that a case may
 *  pass by chance; nothing that they do earns points. */
enum build_variant {
    BUILD_PLAIN, /**< to be graded */
    BUILD_DEBUG, /**< for a debugger: not optimized, all symbols */
    BUILD_THREADS_CHECKED, /**< by clang's ThreadSanitizer */
    BUILD_MEMORY_CHECKED, /**< by AddressSanitizer and the undefined-behaviour
                               sanitizer of the candidates' compiler */
};

/** Whether it is a checked one. */
static inline bool build_is_checked(enum build_variant variant)
{
    return variant == BUILD_THREADS_CHECKED || variant == BUILD_MEMORY_CHECKED;
}

/** What is to be built. */
struct build_request {
    const struct course *course;
    const struct exercise *exercise;
    const char *source; /**< text of the candidate */
    size_t source_bytes;
    const char *folder; /**< private folder for the outcome */
    enum sandbox_layer layer;
    bool is_verbose; /**< print every command line on stderr */
    enum build_variant variant;
};

enum build_outcome {
    BUILD_DONE,
    BUILD_REJECTED, /**< the candidate's fault: does not compile, … */
    BUILD_BROKEN, /**< ours: no compiler, disk full, … */
    BUILD_STOPPED, /**< interrupted by a signal */
};

/** Build the runner of a candidate.
 *  @param[out] runner   new path of the binary, inside folder (BUILD_DONE).
 *  @param[out] message  new text for the student (BUILD_REJECTED: why, with
 *                       the compiler's words made harmless; BUILD_DONE: the
 *                       compiler's warnings or NULL).
 *  @param      fail     the reason of BUILD_BROKEN. */
enum build_outcome build_runner(const struct build_request *request,
    char **runner, char **message, struct fail *fail);

/** The compiler that is used, as an absolute path; NULL when there is none.
 *  @return borrowed. */
const char *build_compiler(enum kind kind);

/** clang, which checks threads, as an absolute path; NULL when there is none.
 *  @return borrowed. */
const char *build_clang(void);

/** Its version line; NULL when it cannot be run. @return borrowed. */
const char *build_compiler_version(enum kind kind);

/** mpirun as an absolute path; NULL when there is no MPI. */
const char *build_mpirun(void);

/** All that `mpirun --version` prints; NULL when it cannot be run.
 *  @return borrowed. */
const char *build_mpirun_version(void);

/** All that `PROGRAM --version` prints. @return new; NULL when it cannot be
 *  run. */
char *build_version_of(const char *program);

/** Make the library that "parlab mpi" loads into programs of an MPI, or take
 *  it from the cache.
 *  @param root      folder of the course, with the sources
 *  @param compiler  the MPI's compiler, as an absolute path
 *  @param macro     that its mpi.h defines, and no other's
 *  @param folder    private folder for the outcome
 *  @param before    called before compiling; may be NULL
 *  @return new path; NULL with the reason. */
char *build_mpi_layer(const char *root, const char *compiler, const char *macro,
    const char *folder, void (*before)(void), struct fail *fail);

/** Compile and link a program of a few lines as a candidate would be:
 *  folder/probe.
 *  @param macro   with MPI: what its mpi.h defines; else NULL
 *  @param folder  where to write
 *  @return 0; -1 with the tool's first words. */
int build_probe(
    enum kind kind, const char *macro, const char *folder, struct fail *fail);

/** Compile and link a program with OpenMP whose threads or memory would be
 *  checked: folder/probe.
 *  @param variant  one of the checked ones
 *  @return 0; -1 with the tool's first words. */
int build_probe_checker(
    enum build_variant variant, const char *folder, struct fail *fail);

/** Where what was built is kept. @return new path; NULL: nowhere. */
char *build_cache_folder(void);

#endif
