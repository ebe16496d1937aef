/* SPDX-License-Identifier: MIT */
#include "grader/build/build.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/build/flags.h"
#include "grader/build/message.h"
#include "grader/build/step.h"
#include "grader/build/tools.h"

/* A program of a few lines goes the way of a candidate, with its very flags:
 * a compiler without OpenMP, without headers or without a linker is found
 * out before a student blames the own code. */

static const char openmp_program[] = "#include <omp.h>\n"
                                     "int main(void)\n"
                                     "{\n"
                                     "    return omp_get_max_threads() < 1;\n"
                                     "}\n";

static const char mpi_program[] = "#include <mpi.h>\n"
                                  "#ifndef %s\n"
                                  "#error mpicc and mpirun are of two MPIs\n"
                                  "#endif\n"
                                  "int main(int argc, char **argv)\n"
                                  "{\n"
                                  "    MPI_Init(&argc, &argv);\n"
                                  "    return MPI_Finalize();\n"
                                  "}\n";

static int run(struct args *argv, const char *folder, struct fail *fail)
{
    struct args env = {0};
    char *said = NULL;
    tools_environment(folder, &env);
    const struct step step = {
        .layer = SANDBOX_NONE, .folder = folder, .env = args_view(&env)};
    const enum step_end end = step_run(&step, args_view(argv), &said, fail);
    if (end != STEP_DONE && end != STEP_BROKEN) {
        char *words = message_make(said, folder);
        words[strcspn(words, "\n")] = '\0';
        fail_set(fail, "%s", words);
        free(words);
    }
    free(said);
    args_free(&env);
    args_free(argv);
    return end == STEP_DONE ? 0 : -1;
}

/* probe, from probe.c. */
static int make(const char *compiler, enum build_variant variant,
    const char *folder, struct fail *fail)
{
    struct args argv = {0};
    flags_compile(&argv, compiler, variant, NULL, "probe.c", "probe.o");
    if (run(&argv, folder, fail) != 0)
        return -1;
    flags_link(&argv, compiler, variant, "probe.o", NULL, NULL, "probe");
    return run(&argv, folder, fail);
}

int build_probe(
    enum kind kind, const char *macro, const char *folder, struct fail *fail)
{
    char *source = mem_format("%s/probe.c", folder);
    char *text = kind == KIND_MPI ? mem_format(mpi_program, macro)
                                  : mem_text(openmp_program);
    int result = tools_check(kind, fail);
    if (result == 0)
        result = file_write(source, text, strlen(text), fail);
    if (result == 0)
        result = make(build_compiler(kind), BUILD_PLAIN, folder, fail);
    free(text);
    free(source);
    return result;
}

/* Archer tells ThreadSanitizer of OpenMP; without it right programs race. */
static int look_for_archer(const char *folder, struct fail *fail)
{
    struct args argv = {0}, env = {0};
    char *said = NULL;
    args_format(&argv, "%s/probe", folder);
    tools_environment(folder, &env);
    args_add(&env, "ARCHER_OPTIONS=verbose=1");
    const struct step step = {.layer = SANDBOX_NONE,
        .folder = folder,
        .env = args_view(&env),
        .is_checked = true};
    const enum step_end end = step_run(&step, args_view(&argv), &said, fail);
    const bool is_there =
        end == STEP_DONE && strstr(said, "Archer detected") != NULL;
    if (end == STEP_FAILED || end == STEP_LATE)
        fail_set(fail, "a program with ThreadSanitizer does not run");
    else if (end == STEP_DONE && !is_there)
        fail_set(fail, "libarcher.so, which comes with libomp, is missing");
    free(said);
    args_free(&env);
    args_free(&argv);
    return is_there ? 0 : -1;
}

int build_probe_checker(
    enum build_variant variant, const char *folder, struct fail *fail)
{
    const char *compiler = tools_compiler(KIND_THREADS, variant);
    if (compiler == NULL)
        return fail_set(fail, "there is no clang");
    char *source = mem_format("%s/probe.c", folder);
    int result =
        file_write(source, openmp_program, strlen(openmp_program), fail);
    if (result == 0)
        result = make(compiler, variant, folder, fail);
    if (result == 0 && variant == BUILD_THREADS_CHECKED)
        result = look_for_archer(folder, fail);
    free(source);
    return result;
}
