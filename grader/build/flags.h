/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_BUILD_FLAGS_H
#define PARLAB_BUILD_FLAGS_H

#include "grader/build/build.h"
#include "grader/sandbox/args.h"

/** @file
 *  The command lines of a build: every flag of every tool is here. Names of
 *  files are relative to the folder in which the tool runs, so that messages
 *  show `gaussian.c:12`, and no path of this machine. */

/** Compile a source.
 *  @param include  a further folder; NULL for none. */
void flags_compile(struct args *argv, const char *compiler,
    enum build_variant variant, const char *include, const char *source,
    const char *object);

/** Compile a source of the harness. */
void flags_harness(struct args *argv, const char *compiler,
    enum build_variant variant, const char *include, const char *source,
    const char *object);

/** Make a shared library of sources of the harness, to be loaded into a
 *  program of any kind: nothing but its MPI functions is visible. */
void flags_layer(struct args *argv, const char *compiler, const char *include,
    const struct args *sources, const char *library);

/** Make one object of those that are added next. */
void flags_join(struct args *argv, const char *linker, const char *joined);

/** Turn the candidate's calls of fork(), pthread_create() and the wait family
 *  into calls of the harness. */
void flags_wrap(struct args *argv, const char *linker, const char *object,
    const char *wrapped);

/** Make every symbol but the contract's functions local.
 *  @param functions  NULL at the end. */
void flags_hide(struct args *argv, const char *objcopy,
    const char *const functions[], const char *wrapped, const char *hidden);

/** Link the runner. @param candidate  NULL: of the calls alone. */
void flags_link(struct args *argv, const char *compiler,
    enum build_variant variant, const char *calls, const char *candidate,
    const char *harness, const char *runner);

#endif
