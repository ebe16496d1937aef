/* SPDX-License-Identifier: MIT */
#include "grader/build/tools.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/build/build.h"
#include "grader/build/step.h"

/* A program is looked up once and called by the name that was found, not by
 * what links lead to: compiler wrappers act by their names. */

/* One program; path is NULL when there is none. */
struct tool {
    bool is_known;
    char *path;
};

static char *make_absolute(char *path)
{
    char folder[PATH_MAX];
    if (path == NULL || path[0] == '/' || getcwd(folder, sizeof folder) == NULL)
        return path;
    char *absolute = mem_format("%s/%s", folder, path);
    free(path);
    return absolute;
}

static const char *find(
    struct tool *tool, const char *variable, const char *configured)
{
    if (tool->is_known)
        return tool->path;
    const char *name = variable != NULL ? getenv(variable) : NULL;
    if (name == NULL)
        name = configured;
    if (name[0] != '\0')
        tool->path = make_absolute(file_find_program(name));
    tool->is_known = true;
    return tool->path;
}

const char *build_compiler(enum kind kind)
{
    static struct tool plain, mpi;
    return kind == KIND_MPI ? find(&mpi, "PARLAB_MPICC", PARLAB_MPICC)
                            : find(&plain, "PARLAB_CC", PARLAB_CC);
}

const char *build_clang(void)
{
    static struct tool tool;
    return find(&tool, "PARLAB_CLANG", "clang");
}

const char *tools_compiler(enum kind kind, enum build_variant variant)
{
    return variant == BUILD_THREADS_CHECKED ? build_clang()
                                            : build_compiler(kind);
}

const char *build_mpirun(void)
{
    static struct tool tool;
    return find(&tool, "PARLAB_MPIRUN", PARLAB_MPIRUN);
}

const char *tools_linker(void)
{
    static struct tool tool;
    return find(&tool, NULL, "ld");
}

const char *tools_objcopy(void)
{
    static struct tool tool;
    return find(&tool, NULL, "objcopy");
}

/* llvm-symbolizer knows variables too. */
const char *tools_symbolizer(void)
{
    static struct tool llvm, plain;
    const char *best = find(&llvm, "PARLAB_SYMBOLIZER", "llvm-symbolizer");
    return best != NULL ? best : find(&plain, NULL, "addr2line");
}

int tools_check(enum kind kind, struct fail *fail)
{
    if (build_compiler(KIND_THREADS) == NULL) {
        const char *name = getenv("PARLAB_CC");
        return fail_set(fail,
            "there is no C compiler '%s'; \"parlab doctor\" says how to get "
            "one",
            name != NULL ? name : PARLAB_CC);
    }
    if (tools_linker() == NULL || tools_objcopy() == NULL)
        return fail_set(fail, "there is no ld or objcopy (binutils); "
                              "\"parlab doctor\" says how to get them");
    if (kind == KIND_MPI && build_compiler(kind) == NULL)
        return fail_set(fail, "there is no MPI compiler (mpicc); \"parlab "
                              "doctor\" says how to get one");
    return 0;
}

static bool is_system(const char *path)
{
    static const char *const folders[] = {
        "/usr/", "/bin/", "/sbin/", "/lib", "/etc/", "/opt/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (text_starts(path, folders[i]))
            return true;
    return false;
}

/* A home folder, or a folder with all of them, is not shown for a tool. */
static bool is_too_wide(const char *folder)
{
    const char *home = getenv("HOME");
    const size_t n = strlen(folder);
    return strcmp(folder, "/") == 0 ||
           (home != NULL && strncmp(home, folder, n) == 0 &&
               (home[n] == '\0' || home[n] == '/'));
}

static void add_folder(struct args *folders, const char *folder)
{
    for (size_t i = 0; i < folders->n; i++)
        if (strcmp(folders->items[i], folder) == 0)
            return;
    if (!is_system(folder) && !is_too_wide(folder) && file_exists(folder))
        args_add(folders, folder);
}

/* PREFIX of PREFIX/bin/program; PREFIX/bin when PREFIX is too wide. */
static void add_prefix(struct args *folders, const char *program)
{
    char *path = program == NULL ? NULL : realpath(program, NULL);
    if (path == NULL || is_system(path)) {
        free(path);
        return;
    }
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(path, '/');
        const char kept = *slash;
        *slash = '\0';
        if (path[0] == '\0' || (up > 0 && is_too_wide(path)))
            *slash = kept;
    }
    add_folder(folders, path);
    free(path);
}

void tools_folders(enum kind kind, struct args *folders)
{
    const char *const programs[] = {build_compiler(KIND_THREADS), build_clang(),
        kind == KIND_MPI ? build_compiler(kind) : NULL, tools_linker(),
        tools_objcopy()};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        add_prefix(folders, programs[i]);
    char *paths = mem_text(getenv("LD_LIBRARY_PATH")), *rest = paths, *path;
    while (paths != NULL && (path = strsep(&rest, ":")) != NULL)
        if (path[0] == '/')
            add_folder(folders, path);
    free(paths);
}

void tools_environment(const char *folder, struct args *env)
{
    static const char *const kept[] = {
        "LD_LIBRARY_PATH", "OPAL_PREFIX", "I_MPI_ROOT"};
    const char *path = getenv("PATH"), *compiler = build_compiler(KIND_THREADS);
    args_format(env, "PATH=%s", path != NULL ? path : "/usr/bin:/bin");
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (getenv(kept[i]) != NULL)
            args_format(env, "%s=%s", kept[i], getenv(kept[i]));
    args_add(env, "LC_ALL=C");
    args_format(env, "HOME=%s", folder);
    args_format(env, "TMPDIR=%s", folder);
    /* All sources of a runner are compiled by one compiler: mpicc only adds
     * its folders and libraries. */
    args_format(env, "OMPI_CC=%s", compiler != NULL ? compiler : "");
    args_format(env, "MPICH_CC=%s", compiler != NULL ? compiler : "");
    args_format(env, "I_MPI_CC=%s", compiler != NULL ? compiler : "");
}

char *build_version_of(const char *tool)
{
    const char *const argv[] = {tool, "--version", NULL};
    struct args env = {0};
    struct fail fail;
    char *said = NULL;
    tools_environment("/", &env);
    const struct step step = {.layer = SANDBOX_NONE, .env = args_view(&env)};
    const enum step_end end = step_run(&step, argv, &said, &fail);
    char *version =
        end == STEP_DONE ? text_safe(said, strlen(said), 1000) : NULL;
    free(said);
    args_free(&env);
    return version;
}

const char *build_compiler_version(enum kind kind)
{
    static char *lines[KIND_MPI + 1];
    const char *compiler = build_compiler(kind);
    if (lines[kind] != NULL || compiler == NULL)
        return lines[kind];
    lines[kind] = build_version_of(compiler);
    if (lines[kind] != NULL)
        lines[kind][strcspn(lines[kind], "\n")] = '\0';
    return lines[kind];
}

const char *build_mpirun_version(void)
{
    static char *version;
    if (version == NULL && build_mpirun() != NULL)
        version = build_version_of(build_mpirun());
    return version;
}
