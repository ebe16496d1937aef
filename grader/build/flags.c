/* SPDX-License-Identifier: MIT */
#include "grader/build/flags.h"

#include <stdlib.h>
#include <string.h>

#include "config.h"
#include "grader/base/mem.h"

/* Candidates, baselines, references and calls are compiled with the very
 * same flags: a speedup must come from the source. Floating point is strict
 * (nothing is reassociated), so that all of them round alike; what is left
 * to the compiler is contraction, as the standard has it. */

static const char *const compile_flags[] = {"-std=gnu17", "-O3",
    "-march=native", "-falign-functions=64", "-falign-loops=64", "-fopenmp",
    "-pthread", "-Wall", "-Wextra",
    "-g1", /* function and line: free to make, and later a crash's place */
    "-fno-lto", /* what is checked must be what is linked */
    "-pipe", "-fdiagnostics-color=never", "-I.", NULL};

/* Symbols are bound at the start, not at the first call, which is timed. */
static const char *const link_flags[] = {
    "-fopenmp", "-pthread", "-fno-lto", "-Wl,-z,now", NULL};

/* libdl is a part of the C library since glibc 2.34. */
static const char *const libraries[] = {"-lm", "-ldl", NULL};

static const char *const wrapped_calls[] = {"waitpid", "wait", "wait3", "wait4",
    "waitid", "pthread_create", "thrd_create", "fork",
    /* that begin a parallel region */
    "GOMP_parallel", "GOMP_parallel_loop_dynamic", "GOMP_parallel_loop_guided",
    "GOMP_parallel_loop_nonmonotonic_dynamic",
    "GOMP_parallel_loop_nonmonotonic_guided",
    "GOMP_parallel_loop_maybe_nonmonotonic_runtime", "GOMP_parallel_sections",
    /* that leave a core */
    "sched_yield", "thrd_yield",
    /* that take a lock */
    "pthread_mutex_lock", "pthread_spin_lock", "omp_set_lock",
    "GOMP_critical_start", "GOMP_critical_name_start", "GOMP_atomic_start"};

/* What is added for a variant, behind the flags above, which it overrides. A
 * finding is told by its line, so lines must be those of the source. */
static const char *const debug_flags[] = {"-O0", "-g3", NULL};
static const char *const checked_flags[] = {
    "-O1", "-g", "-fno-omit-frame-pointer", NULL};
static const char *const threads_flags[] = {"-fsanitize=thread", NULL};

/* Of undefined behaviour only what no exercise may have: memcpy(x, NULL, 0)
 * and the like are undefined too, but right programs are full of them. A null
 * pointer and a division by zero show as a crash. */
static const char *const memory_flags[] = {"-fsanitize=address",
    "-fsanitize=bounds,shift,signed-integer-overflow,vla-bound", NULL};

static void add_variant(struct args *argv, enum build_variant variant)
{
    if (build_is_checked(variant))
        args_list(argv, checked_flags);
    if (variant == BUILD_DEBUG)
        args_list(argv, debug_flags);
    else if (variant == BUILD_THREADS_CHECKED)
        args_list(argv, threads_flags);
    else if (variant == BUILD_MEMORY_CHECKED)
        args_list(argv, memory_flags);
}

/* In a sanitized build of the grader the harness is sanitized too. */
static void add_sanitizers(struct args *argv)
{
    char *flags = mem_text(PARLAB_SANITIZE), *rest = flags, *flag;
    while ((flag = strsep(&rest, " ")) != NULL)
        if (flag[0] != '\0')
            args_add(argv, flag);
    free(flags);
}

void flags_compile(struct args *argv, const char *compiler,
    enum build_variant variant, const char *include, const char *source,
    const char *object)
{
    args_add(argv, compiler);
    args_list(argv, compile_flags);
    add_variant(argv, variant);
    if (include != NULL)
        args_format(argv, "-I%s", include);
    const char *const files[] = {"-c", source, "-o", object, NULL};
    args_list(argv, files);
}

void flags_harness(struct args *argv, const char *compiler,
    enum build_variant variant, const char *include, const char *source,
    const char *object)
{
    args_add(argv, compiler);
    args_list(argv, compile_flags);
    if (!build_is_checked(variant))
        add_sanitizers(argv);
    args_add(argv, "-D_GNU_SOURCE");
    args_format(argv, "-I%s", include);
    const char *const files[] = {"-c", source, "-o", object, NULL};
    args_list(argv, files);
}

void flags_layer(struct args *argv, const char *compiler, const char *include,
    const struct args *sources, const char *library)
{
    static const char *const flags[] = {"-std=gnu17", "-O2", "-pthread",
        "-fPIC", "-shared", "-fvisibility=hidden", "-pipe",
        "-fdiagnostics-color=never", "-D_GNU_SOURCE", NULL};
    args_add(argv, compiler);
    args_list(argv, flags);
    args_format(argv, "-I%s", include);
    args_list(argv, args_view(sources));
    args_add(argv, "-o");
    args_add(argv, library);
}

void flags_join(struct args *argv, const char *linker, const char *joined)
{
    const char *const words[] = {linker, "-r", "-o", joined, NULL};
    args_list(argv, words);
}

void flags_wrap(struct args *argv, const char *linker, const char *object,
    const char *wrapped)
{
    /* -d: an uninitialized global is a place in this file, not one that the
     * whole runner shares by its name. */
    const char *const words[] = {linker, "-r", "-d", "-o", wrapped, NULL};
    args_list(argv, words);
    for (size_t i = 0; i < sizeof wrapped_calls / sizeof *wrapped_calls; i++)
        args_format(argv, "--wrap=%s", wrapped_calls[i]);
    args_add(argv, object);
}

void flags_hide(struct args *argv, const char *objcopy,
    const char *const functions[], const char *wrapped, const char *hidden)
{
    args_add(argv, objcopy);
    for (size_t i = 0; functions[i] != NULL; i++)
        args_format(argv, "--keep-global-symbol=%s", functions[i]);
    args_add(argv, wrapped);
    args_add(argv, hidden);
}

void flags_link(struct args *argv, const char *compiler,
    enum build_variant variant, const char *calls, const char *candidate,
    const char *harness, const char *runner)
{
    args_add(argv, compiler);
    args_list(argv, link_flags);
    if (!build_is_checked(variant))
        add_sanitizers(argv);
    add_variant(argv, variant);
    const char *const files[] = {"-o", runner, calls, candidate, harness, NULL};
    args_list(argv, files);
    args_list(argv, libraries);
}
