/* SPDX-License-Identifier: MIT */
#include "grader/build/work.h"

#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/build/flags.h"
#include "grader/build/message.h"
#include "grader/build/object.h"
#include "grader/build/tools.h"

/* The compiler sees the candidate's source and the contract's header in a
 * folder of their own and nothing else of the course, so no #include or
 * .incbin can bring in a solution. Whatever the tools complain about is the
 * candidate's fault, unless the same would have happened to any other: no
 * tool, no room on the disk. */

enum { OBJECT_MAX = 64 << 20, ROOM_BYTES = 1 << 20 };

char *work_name(const struct work *work, const char *ending)
{
    return mem_format("%s%s", work->stem, ending);
}

char *work_path(const struct work *work, const char *ending)
{
    return mem_format("%s/%s%s", work->folder, work->stem, ending);
}

char *work_own_path(const struct work *work, const char *ending)
{
    return mem_format("%s/%s%s", work->own, work->stem, ending);
}

const char *const *work_functions(const struct work *work)
{
    return (const char *const *)work->request->exercise->functions;
}

static enum build_outcome reject(struct work *work, char *message)
{
    *work->message = message;
    return BUILD_REJECTED;
}

/* Whether a tool that failed had room for its files: they may be gone. */
static bool has_room(const char *folder)
{
    struct statvfs disk;
    return statvfs(folder, &disk) != 0 ||
           (unsigned long long)disk.f_bavail * disk.f_frsize >= ROOM_BYTES;
}

enum build_outcome work_judge(
    struct work *work, enum step_end end, const char *said, const char *what)
{
    if (end == STEP_DONE)
        return BUILD_DONE;
    if (end == STEP_STOPPED)
        return BUILD_STOPPED;
    if (end == STEP_BROKEN)
        return BUILD_BROKEN;
    if (!has_room(work->folder)) {
        fail_set(work->fail,
            "no room is left in %s; make some, or set TMPDIR to a folder "
            "elsewhere",
            work->folder);
        return BUILD_BROKEN;
    }
    if (text_starts(said, "bwrap: ")) {
        char *words = text_safe(said, strcspn(said, "\n"), 200);
        fail_set(work->fail, "the sandbox could not be made: %s", words);
        free(words);
        return BUILD_BROKEN;
    }
    if (end == STEP_LATE)
        return reject(work, mem_format("%s.c does not %s within %d seconds",
                                work->stem, what, STEP_LIMIT_S));
    char *words = message_make(said, work->folder);
    char *message = mem_format("%s.c does not %s%s%s", work->stem, what,
        words[0] != '\0' ? ":\n" : "", words);
    free(words);
    return reject(work, message);
}

static enum step_end run_in(struct work *work, const char *folder, uid_t user,
    const struct args *argv, const struct args *visible, char **said)
{
    struct args env = {0};
    tools_environment(folder, &env);
    const struct step step = {.layer = work->request->layer,
        .folder = folder,
        .env = args_view(&env),
        .read_only = args_view(visible),
        .user = user,
        .has_peers = work->request->exercise->kind == KIND_MPI,
        .is_verbose = work->request->is_verbose};
    const enum step_end end =
        step_run(&step, args_view(argv), said, work->fail);
    args_free(&env);
    return end;
}

enum step_end work_run(struct work *work, const struct args *argv,
    const struct args *visible, char **said)
{
    return run_in(work, work->folder, work->slot.user, argv, visible, said);
}

enum step_end work_run_own(struct work *work, const struct args *argv,
    const struct args *visible, char **said)
{
    return run_in(work, work->own, 0, argv, visible, said);
}

static int write_sources(const struct work *work)
{
    const struct build_request *request = work->request;
    char *source = work_path(work, ".c"), *header = work_path(work, ".h");
    const bool is_written =
        file_make_folder(work->folder, work->fail) == 0 &&
        file_write(
            source, request->source, request->source_bytes, work->fail) == 0 &&
        file_write(header, work->header, strlen(work->header), work->fail) ==
            0 &&
        slot_show(&work->slot, source, work->fail) == 0 &&
        slot_show(&work->slot, header, work->fail) == 0 &&
        slot_give(&work->slot, work->folder, work->fail) == 0;
    free(source);
    free(header);
    return is_written ? 0 : -1;
}

static enum build_outcome compile(struct work *work)
{
    struct args argv = {0};
    char *said = NULL;
    char *source = work_name(work, ".c"), *object = work_name(work, ".o");
    flags_compile(
        &argv, work->compiler, work->request->variant, NULL, source, object);
    const enum step_end end = work_run(work, &argv, &work->visible, &said);
    const enum build_outcome outcome = work_judge(work, end, said, "compile");
    if (outcome == BUILD_DONE)
        work->warnings = message_make(said, work->folder);
    free(object);
    free(source);
    free(said);
    args_free(&argv);
    return outcome;
}

static enum build_outcome check_object(struct work *work)
{
    struct object object;
    struct fail fail;
    size_t n_bytes;
    char *message = NULL;
    char *path = work_path(work, ".o");
    char *bytes = file_read_submission(path, OBJECT_MAX, &n_bytes, &fail);
    if (bytes == NULL || object_read(bytes, n_bytes, &object, &fail) != 0) {
        message = mem_format("%s.c: %s", work->stem, fail.text);
    } else {
        message = object_check(&object, work->stem, work_functions(work));
        object_free(&object);
    }
    free(bytes);
    free(path);
    return message == NULL ? BUILD_DONE : reject(work, message);
}

/* The sanitizers add constructors to the object. One of the candidate's could
 * hide among them; but nothing that a checked runner does earns points, and
 * the sandbox is the same. */
enum build_outcome work_compile(struct work *work)
{
    if (write_sources(work) != 0)
        return BUILD_BROKEN;
    const enum build_outcome outcome = compile(work);
    return outcome == BUILD_DONE && !build_is_checked(work->request->variant)
               ? check_object(work)
               : outcome;
}
