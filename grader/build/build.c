/* SPDX-License-Identifier: MIT */
#include "grader/build/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/build/cache.h"
#include "grader/build/flags.h"
#include "grader/build/tools.h"

/* Compile, look at the object, and only then link. A runner that was made
 * from the very same things before is taken from the cache; only what was
 * built successfully is kept there, with its warnings. */

enum { SOURCE_MAX = 1 << 20 };

static int prepare(struct work *work)
{
    const struct build_request *request = work->request;
    const enum kind kind = request->exercise->kind;
    char *header = course_header_path(request->course, request->exercise);
    char *calls = course_calls_path(request->course, request->exercise);
    int result = tools_check(kind, work->fail);
    work->compiler = tools_compiler(kind, request->variant);
    if (result == 0)
        work->header = file_read(header, SOURCE_MAX, NULL, work->fail);
    if (work->header != NULL)
        work->calls = file_read(calls, SOURCE_MAX, NULL, work->fail);
    tools_folders(kind, &work->visible);
    if (result == 0 && request->layer != SANDBOX_NONE)
        result = slot_take(&work->slot, work->fail);
    if (result == 0)
        result = file_make_folder(work->own, work->fail);
    free(header);
    free(calls);
    return result == 0 && work->calls != NULL ? 0 : -1;
}

static struct key *runner_key(const struct work *work)
{
    struct key *key = work_key(work);
    struct args line = {0};
    key_bytes(
        key, "source", work->request->source, work->request->source_bytes);
    key_file(key, tools_objcopy());
    work_key_harness(work, key);
    flags_wrap(&line, "ld", "o", "w");
    flags_hide(&line, "objcopy", work_functions(work), "w", "h");
    flags_link(
        &line, "cc", work->request->variant, "calls", "o", "harness", "runner");
    key_list(key, "link", args_view(&line));
    args_free(&line);
    return key;
}

static enum build_outcome make(struct work *work)
{
    enum build_outcome outcome = work_compile(work);
    if (outcome == BUILD_DONE)
        outcome = work_calls(work);
    if (outcome == BUILD_DONE)
        outcome = work_harness(work);
    if (outcome == BUILD_DONE)
        outcome = work_link(work);
    return outcome;
}

/* What the linker has made is ours from now on. */
static int take_runner(const struct work *work, const char *runner)
{
    char *made = mem_format("%s/runner", work->folder);
    struct stat status;
    int result = -1;
    if (lstat(made, &status) != 0 || !S_ISREG(status.st_mode))
        fail_set(work->fail, "the linker made no runner");
    else if (rename(made, runner) != 0 ||
             slot_take_back(&work->slot, runner, work->fail) != 0 ||
             chmod(runner, 0755) != 0)
        fail_errno(work->fail, "cannot make %s", runner);
    else
        result = 0;
    free(made);
    return result;
}

static enum build_outcome make_or_fetch(struct work *work, const char *runner)
{
    char hex[65];
    if (key_finish(runner_key(work), hex, work->fail) != 0)
        return BUILD_BROKEN;
    if (cache_get(hex, runner, &work->warnings)) {
        if (work->request->is_verbose)
            fprintf(stderr, "+ # built before, key %s\n", hex);
        return BUILD_DONE;
    }
    const enum build_outcome outcome = make(work);
    if (outcome != BUILD_DONE)
        return outcome;
    if (take_runner(work, runner) != 0)
        return BUILD_BROKEN;
    cache_put(hex, runner, work->warnings);
    return BUILD_DONE;
}

enum build_outcome build_runner(const struct build_request *request,
    char **runner, char **message, struct fail *fail)
{
    static unsigned n_built;
    struct work work = {.request = request,
        .stem = request->exercise->stem,
        .message = message,
        .fail = fail};
    enum build_outcome outcome = BUILD_BROKEN;
    *message = NULL;
    *runner = mem_format("%s/runner-%u", request->folder, n_built);
    work.folder = mem_format("%s/make-%u", request->folder, n_built);
    work.own = mem_format("%s/own-%u", request->folder, n_built++);
    work.slot.lock = -1;
    if (prepare(&work) == 0)
        outcome = make_or_fetch(&work, *runner);
    if (outcome == BUILD_DONE && work.warnings[0] != '\0')
        *message = mem_text(work.warnings);
    if (outcome != BUILD_DONE) {
        free(*runner);
        *runner = NULL;
    }
    file_remove_folder(work.folder);
    file_remove_folder(work.own);
    slot_release(&work.slot);
    free(work.folder);
    free(work.own);
    free(work.header);
    free(work.calls);
    free(work.warnings);
    args_free(&work.visible);
    return outcome;
}
