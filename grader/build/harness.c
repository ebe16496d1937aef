/* SPDX-License-Identifier: MIT */
#include "grader/build/work.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/build/cache.h"
#include "grader/build/flags.h"
#include "grader/build/message.h"
#include "grader/build/tools.h"

/* The harness is compiled where it is used, by the candidate's compiler and
 * with the candidate's mpi.h: two MPIs differ in what a communicator is, and
 * the one that is loaded today need not be the one that parlab was built
 * with. That takes about a second, once: then it comes from the cache. It is
 * compiled after the candidate, which so cannot read it, and what goes wrong
 * here is never the candidate's fault. */

static const char runner_folder[] = "grader/runner";
static const char channel_folder[] = "grader/channel";

/* A checked runner has the very same harness: what is checked is not ours. */
static const char *compiler_of(const struct work *work)
{
    return build_compiler(work->request->exercise->kind);
}

static bool ends_with(const char *text, const char *ending)
{
    const size_t n = strlen(text), n_ending = strlen(ending);
    return n >= n_ending && strcmp(text + n - n_ending, ending) == 0;
}

/* A name that starts with a sort of runner belongs to that sort alone; what
 * is loaded into programs that are no runners belongs to none. */
static bool is_of_kind(const char *name, enum kind kind)
{
    return !text_starts(name, "preload_") &&
           !text_starts(name, kind == KIND_MPI ? "process_" : "mpi_");
}

/* Add the files of a folder that have an ending, in a fixed order. */
static void add_files(struct args *files, const struct work *work,
    const char *folder, const char *ending)
{
    const struct build_request *request = work->request;
    struct dirent **entries;
    char *path = mem_format("%s/%s", request->course->root, folder);
    const int n = scandir(path, &entries, NULL, alphasort);
    if (n < 0)
        fail_unless_absent(path);
    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        if (name[0] != '.' && ends_with(name, ending) &&
            is_of_kind(name, request->exercise->kind))
            args_format(files, "%s/%s", path, name);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    free(path);
}

static void add_sources(struct args *sources, const struct work *work)
{
    add_files(sources, work, runner_folder, ".c");
    add_files(sources, work, channel_folder, "channel.c");
}

void work_key_harness(const struct work *work, struct key *key)
{
    struct args files = {0}, line = {0};
    add_sources(&files, work);
    add_files(&files, work, runner_folder, ".h");
    add_files(&files, work, channel_folder, ".h");
    for (size_t i = 0; i < files.n; i++)
        key_file(key, files.items[i]);
    flags_harness(&line, "cc", work->request->variant, "i", "c", "o");
    flags_join(&line, "ld", "o");
    key_list(key, "harness", args_view(&line));
    key_file(key, tools_linker());
    args_free(&files);
    args_free(&line);
}

static char *shell_line(struct args *argv)
{
    char *line = args_shell(argv);
    args_free(argv);
    return line;
}

/* All commands as one line for the shell: starting the sandbox for each
 * would cost more. */
static char *compile_script(const struct work *work, const struct args *sources)
{
    struct args line = {0}, join = {0};
    char *script = mem_text("");
    flags_join(&join, tools_linker(), WORK_HARNESS);
    for (size_t i = 0; i < sources->n; i++) {
        char *object = mem_format("parlab-%zu.o", i);
        flags_harness(&line, compiler_of(work), work->request->variant,
            work->request->course->root, sources->items[i], object);
        char *command = shell_line(&line);
        char *longer = mem_format("%s%s && ", script, command);
        args_add(&join, object);
        free(script);
        free(command);
        free(object);
        script = longer;
    }
    char *last = shell_line(&join);
    char *whole = mem_format("%s%s", script, last);
    free(script);
    free(last);
    return whole;
}

static enum build_outcome compile_harness(
    struct work *work, const struct args *sources)
{
    struct args argv = {0}, visible = {0};
    char *script = compile_script(work, sources), *said = NULL;
    const char *const shell[] = {"/bin/sh", "-c", script, NULL};
    args_list(&argv, shell);
    args_list(&visible, args_view(&work->visible));
    args_format(&visible, "%s/%s", work->request->course->root, runner_folder);
    args_format(&visible, "%s/%s", work->request->course->root, channel_folder);
    const enum step_end end = work_run_own(work, &argv, &visible, &said);
    if (end != STEP_DONE && end != STEP_STOPPED && end != STEP_BROKEN) {
        char *words = message_make(said, work->own);
        fail_set(work->fail, "%s does not compile parlab's own harness:\n%s",
            compiler_of(work), words);
        free(words);
    }
    free(script);
    free(said);
    args_free(&argv);
    args_free(&visible);
    return end == STEP_DONE      ? BUILD_DONE
           : end == STEP_STOPPED ? BUILD_STOPPED
                                 : BUILD_BROKEN;
}

enum build_outcome work_harness(struct work *work)
{
    char hex[65], *notes = NULL;
    struct args sources = {0};
    enum build_outcome outcome = BUILD_BROKEN;
    char *object = mem_format("%s/%s", work->own, WORK_HARNESS);
    struct key *key = work_key_tools(work, compiler_of(work));
    work_key_harness(work, key);
    add_sources(&sources, work);
    if (key_finish(key, hex, work->fail) != 0)
        goto out;
    if (sources.n == 0) {
        fail_set(work->fail,
            "there is no harness in %s/%s; install parlab "
            "again",
            work->request->course->root, runner_folder);
        goto out;
    }
    if (cache_get(hex, object, &notes)) {
        outcome = BUILD_DONE;
        goto out;
    }
    outcome = compile_harness(work, &sources);
    if (outcome == BUILD_DONE)
        cache_put(hex, object, "");
out:
    free(notes);
    free(object);
    args_free(&sources);
    return outcome;
}
