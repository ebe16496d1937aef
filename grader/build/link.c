/* SPDX-License-Identifier: MIT */
#include "grader/build/work.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/build/flags.h"
#include "grader/build/tools.h"

/* The candidate's object has been checked. It loses all names but the
 * contract's here, so that nothing in it can replace a function of the
 * harness, of the calls or of a library. */

/* The three commands that make the runner, as one line for the shell: a
 * start of the sandbox costs more than each of them. */
static char *link_script(
    const struct work *work, const char *calls, const char *harness)
{
    struct args wrap = {0}, hide = {0}, link = {0};
    char *object = work_name(work, ".o");
    flags_wrap(&wrap, tools_linker(), object, "wrapped.o");
    flags_hide(
        &hide, tools_objcopy(), work_functions(work), "wrapped.o", object);
    flags_link(&link, work->compiler, work->request->variant, calls, object,
        harness, "runner");
    char *lines[] = {args_shell(&wrap), args_shell(&hide), args_shell(&link)};
    char *script = mem_format("%s && %s && %s", lines[0], lines[1], lines[2]);
    for (size_t i = 0; i < 3; i++)
        free(lines[i]);
    args_free(&wrap);
    args_free(&hide);
    args_free(&link);
    free(object);
    return script;
}

enum build_outcome work_link(struct work *work)
{
    struct args argv = {0}, visible = {0};
    char *calls = work_own_path(work, "_calls.o"), *said = NULL;
    char *harness = mem_format("%s/%s", work->own, WORK_HARNESS);
    char *script = link_script(work, calls, harness);
    const char *const shell[] = {"/bin/sh", "-c", script, NULL};
    args_list(&argv, shell);
    args_list(&visible, args_view(&work->visible));
    args_add(&visible, calls);
    args_add(&visible, harness);
    enum build_outcome outcome = BUILD_BROKEN;
    if (slot_show(&work->slot, calls, work->fail) == 0 &&
        slot_show(&work->slot, harness, work->fail) == 0) {
        const enum step_end end = work_run(work, &argv, &visible, &said);
        outcome = work_judge(work, end, said, "link");
    }
    if (outcome == BUILD_REJECTED && strstr(said, "cannot find -l") != NULL) {
        fail_set(work->fail, "a library of the compiler is missing: %.600s",
            *work->message);
        free(*work->message);
        *work->message = NULL;
        outcome = BUILD_BROKEN;
    }
    free(script);
    free(harness);
    free(calls);
    free(said);
    args_free(&visible);
    args_free(&argv);
    return outcome;
}
