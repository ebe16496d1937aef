/* SPDX-License-Identifier: MIT */
#include "grader/build/build.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/build/cache.h"
#include "grader/build/flags.h"
#include "grader/build/key.h"
#include "grader/build/message.h"
#include "grader/build/step.h"
#include "grader/build/tools.h"

/* The part of the MPI harness that records calls, as a shared library. Like
 * the harness it is compiled where it is used, with the mpi.h of the very MPI
 * that the program runs with. These are our own sources, and no box is
 * needed. */

static const char *const sources[] = {"mpi_collective.c", "mpi_comm.c",
    "mpi_message.c", "mpi_record.c", "mpi_request.c", "mpi_wrap_collective.c",
    "mpi_wrap_comm.c", "mpi_wrap_receive.c", "mpi_wrap_send.c",
    "mpi_wrap_wait.c", "preload_main.c"};
static const char *const headers[] = {
    "runner/mpi_record.h", "runner/mpi_wrap.h", "channel/record.h"};

enum { N_SOURCES = sizeof sources / sizeof *sources };
enum { N_HEADERS = sizeof headers / sizeof *headers };

static int make_key(
    const struct args *line, const char *root, char hex[65], struct fail *fail)
{
    struct key *key = key_new();
    char *version = build_version_of(line->items[0]);
    key_list(key, "layer", args_view(line));
    key_text(key, "compiler", version);
    key_file(key, line->items[0]);
    for (size_t i = 0; i < N_SOURCES; i++) {
        char *path = mem_format("%s/grader/runner/%s", root, sources[i]);
        key_file(key, path);
        free(path);
    }
    for (size_t i = 0; i < N_HEADERS; i++) {
        char *path = mem_format("%s/grader/%s", root, headers[i]);
        key_file(key, path);
        free(path);
    }
    free(version);
    return key_finish(key, hex, fail);
}

static int compile(
    const struct args *line, const char *folder, struct fail *fail)
{
    struct args env = {0};
    char *said = NULL;
    tools_environment(folder, &env);
    const struct step step = {
        .layer = SANDBOX_NONE, .folder = folder, .env = args_view(&env)};
    const enum step_end end = step_run(&step, args_view(line), &said, fail);
    if (end != STEP_DONE && end != STEP_BROKEN) {
        char *words = message_make(said, folder);
        words[strcspn(words, "\n")] = '\0';
        fail_set(fail, "%s does not compile what is to be loaded: %s",
            line->items[0], words);
        free(words);
    }
    free(said);
    args_free(&env);
    return end == STEP_DONE ? 0 : -1;
}

char *build_mpi_layer(const char *root, const char *compiler, const char *macro,
    const char *folder, void (*before)(void), struct fail *fail)
{
    struct args files = {0}, line = {0};
    char hex[65], *notes = NULL;
    char *library = mem_format("%s/parlab-mpi.so", folder);
    for (size_t i = 0; i < N_SOURCES; i++)
        args_format(&files, "%s/grader/runner/%s", root, sources[i]);
    flags_layer(&line, compiler, root, &files, "parlab-mpi.so");
    args_format(&line, "-DFOR_%s", macro);
    int result = make_key(&line, root, hex, fail);
    if (result == 0 && !cache_get(hex, library, &notes)) {
        if (before != NULL)
            before();
        result = compile(&line, folder, fail);
        if (result == 0)
            cache_put(hex, library, "");
    }
    free(notes);
    args_free(&line);
    args_free(&files);
    if (result == 0)
        return library;
    free(library);
    return NULL;
}
