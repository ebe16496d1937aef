/* SPDX-License-Identifier: MIT */
#include "grader/cmd/checking.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/grading.h"
#include "grader/cmd/progress.h"
#include "grader/judge/lock.h"
#include "grader/judge/machine.h"

/* The points are known and printed when this begins, so it may take some
 * seconds, and nothing of it changes them. Checked runners are slow: while
 * others time something they wait like any check. */

static void show(const char *name)
{
    progress_show("checking for %s", name);
}

static struct checks_setup setup_of(const struct options *options,
    const struct result *result, const char *folder)
{
    const int n_workers = machine_read()->workers_max;
    return (struct checks_setup){.course = cmd_course(),
        .exercise = result->exercise,
        .source = result->source,
        .source_bytes = strlen(result->source),
        .seen = &result->correctness,
        .folder = folder,
        .layer = grading_layer(options),
        .seed = options->seed,
        .n_workers = n_workers < 2 ? 2 : n_workers,
        .only_case = options->only_case,
        .is_verbose = options->is_verbose,
        .progress = show};
}

enum grading_outcome checking_run(
    const struct options *options, struct result *result)
{
    const struct exercise *exercise = result->exercise;
    enum checks_outcome outcome = CHECKS_DONE;
    struct fail fail = {""};
    if (options->no_checkers || result->is_rejected || result->source == NULL ||
        result->correctness.tampering != NULL)
        return GRADING_DONE;
    if (machine_read()->is_login_node) {
        checks_skip(exercise, &result->checks,
            "this is a login node, where others work too");
        return GRADING_DONE;
    }
    char *folder = mem_format(
        "%s/%s-%s-checked", cmd_folder(), exercise->lab, exercise->stem);
    const struct checks_setup setup = setup_of(options, result, folder);
    progress_start(exercise->name);
    if (file_make_folder(folder, &fail) != 0)
        checks_skip(exercise, &result->checks, fail.text);
    else if (lock_take(false, progress_waiting) != 0)
        outcome = CHECKS_STOPPED;
    else
        outcome = checks_run(&setup, &result->checks);
    lock_release();
    progress_end();
    file_remove_folder(folder);
    free(folder);
    grading_diagnose(result);
    return outcome == CHECKS_DONE ? GRADING_DONE : GRADING_STOPPED;
}
