/* SPDX-License-Identifier: MIT */
#include "grader/build/work.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/build/cache.h"
#include "grader/build/flags.h"
#include "grader/build/message.h"

/* The calls of an exercise come with the course: that they do not compile is
 * never the candidate's fault. They are compiled beside the candidate and by
 * the same flags, but after it, so it cannot read them. */

/* The files that the calls include, and no others: the key of a cached
 * object knows them all. */
static void list_call_headers(const struct work *work, struct args *headers)
{
    const char *root = work->request->course->root;
    args_format(headers, "%s/grader/runner/call.h", root);
    if (work->request->exercise->kind == KIND_MPI)
        args_format(headers, "%s/grader/runner/call_mpi.h", root);
}

struct key *work_key_tools(const struct work *work, const char *compiler)
{
    struct key *key = key_new();
    key_text(key, "layer", sandbox_layer_name(work->request->layer));
    key_text(key, "kind", course_kind_name(work->request->exercise->kind));
    key_file(key, build_compiler(KIND_THREADS));
    key_file(key, compiler);
    key_text(key, "PATH", getenv("PATH"));
    key_text(key, "libraries", getenv("LD_LIBRARY_PATH"));
    key_processor(key, KEY_CPUINFO);
    return key;
}

struct key *work_key(const struct work *work)
{
    struct key *key = work_key_tools(work, work->compiler);
    struct args line = {0}, headers = {0};
    key_text(key, "stem", work->stem);
    key_text(key, "header", work->header);
    key_text(key, "calls", work->calls);
    flags_compile(&line, work->compiler, work->request->variant, "", "c", "o");
    key_list(key, "compile", args_view(&line));
    list_call_headers(work, &headers);
    for (size_t i = 0; i < headers.n; i++)
        key_file(key, headers.items[i]);
    args_free(&headers);
    args_free(&line);
    return key;
}

static enum build_outcome compile_calls(struct work *work)
{
    struct args argv = {0}, visible = {0};
    char *said = NULL;
    char *source = work_name(work, "_calls.c"),
         *object = work_name(work, "_calls.o");
    char *path = work_own_path(work, "_calls.c");
    char *header = work_own_path(work, ".h");
    enum build_outcome outcome = BUILD_BROKEN;
    if (file_write(path, work->calls, strlen(work->calls), work->fail) != 0 ||
        file_write(header, work->header, strlen(work->header), work->fail) != 0)
        goto out;
    args_list(&visible, args_view(&work->visible));
    list_call_headers(work, &visible);
    flags_compile(&argv, work->compiler, work->request->variant,
        work->request->course->root, source, object);
    const enum step_end end = work_run_own(work, &argv, &visible, &said);
    if (end == STEP_DONE || end == STEP_STOPPED) {
        outcome = end == STEP_DONE ? BUILD_DONE : BUILD_STOPPED;
    } else if (end != STEP_BROKEN) {
        /* A reason has no room for the warnings before the first error. */
        char *words = message_make(said, work->own);
        const char *from = strstr(words, " error: ");
        while (from != NULL && from > words && from[-1] != '\n')
            from--;
        fail_set(work->fail,
            "the calls of %s do not compile; when the contract has changed, "
            "change them as well:\n%s",
            work->request->exercise->name, from != NULL ? from : words);
        free(words);
    }
out:
    free(header);
    free(path);
    free(object);
    free(source);
    free(said);
    args_free(&visible);
    args_free(&argv);
    return outcome;
}

/* Calls change rarely, so they are compiled once and not for every save. */
enum build_outcome work_calls(struct work *work)
{
    char hex[65], *notes = NULL;
    enum build_outcome outcome = BUILD_BROKEN;
    char *object = work_own_path(work, "_calls.o");
    if (key_finish(work_key(work), hex, work->fail) != 0)
        goto out;
    if (cache_get(hex, object, &notes)) {
        outcome = BUILD_DONE;
        goto out;
    }
    outcome = compile_calls(work);
    if (outcome == BUILD_DONE)
        cache_put(hex, object, "");
out:
    free(notes);
    free(object);
    return outcome;
}
