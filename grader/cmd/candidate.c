/* SPDX-License-Identifier: MIT */
#include "grader/cmd/candidate.h"

#include <stdlib.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/build/build.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/progress.h"
#include "grader/cmd/source.h"

/* All sorts of candidates go the same way. One that is rejected on it has no
 * runner and a message; only what is not the candidate's fault is a failure. */

static enum grading_outcome build(const struct workshop *workshop,
    const char *source, size_t n_bytes, const char *part, char **runner,
    char **message, struct fail *fail)
{
    char *folder = mem_format("%s/%s", workshop->folder, part);
    enum grading_outcome outcome = GRADING_BROKEN;
    if (file_make_folder(folder, fail) == 0) {
        const struct build_request request = {.course = cmd_course(),
            .exercise = workshop->exercise,
            .source = source,
            .source_bytes = n_bytes,
            .folder = folder,
            .layer = workshop->layer,
            .is_verbose = workshop->options->is_verbose,
            .variant = workshop->options->debugger != NULL ? BUILD_DEBUG
                                                           : BUILD_PLAIN};
        switch (build_runner(&request, runner, message, fail)) {
        case BUILD_DONE:
        case BUILD_REJECTED:
            outcome = GRADING_DONE;
            break;
        case BUILD_BROKEN:
            break;
        case BUILD_STOPPED:
            outcome = GRADING_STOPPED;
            break;
        }
    }
    free(folder);
    return outcome;
}

enum grading_outcome candidate_build_baseline(
    const struct workshop *workshop, char **runner, struct fail *fail)
{
    size_t n_bytes;
    char *message = NULL;
    char *path = course_baseline_path(cmd_course(), workshop->exercise);
    char *source = file_read(path, SOURCE_BYTES_MAX, &n_bytes, fail);
    enum grading_outcome outcome = GRADING_BROKEN;
    *runner = NULL;
    if (source != NULL)
        outcome = build(
            workshop, source, n_bytes, "baseline", runner, &message, fail);
    if (outcome == GRADING_DONE && *runner == NULL) {
        fail_set(fail, "the serial baseline does not build: %s",
            message != NULL ? message : "no reason given");
        outcome = GRADING_BROKEN;
    }
    free(message);
    free(source);
    free(path);
    return outcome;
}

/* For a debugger, which shows it. */
static int keep_source(const struct workshop *workshop, const char *source,
    size_t n_bytes, struct fail *fail)
{
    char *path =
        mem_format("%s/%s.c", workshop->folder, workshop->exercise->stem);
    const int result = file_write(path, source, n_bytes, fail);
    free(path);
    return result;
}

enum grading_outcome candidate_build(const struct workshop *workshop,
    char **runner, char **message, char **source, struct fail *fail)
{
    size_t n_bytes = 0;
    *runner = *message = *source = NULL;
    switch (source_take(workshop->options, workshop->exercise, source, &n_bytes,
        message, fail)) {
    case SOURCE_TAKEN:
        break;
    case SOURCE_REJECTED:
        return GRADING_DONE;
    case SOURCE_MISSING:
        return GRADING_USAGE;
    case SOURCE_BROKEN:
        return GRADING_BROKEN;
    }
    progress_building();
    enum grading_outcome outcome = GRADING_BROKEN;
    if (workshop->options->debugger == NULL ||
        keep_source(workshop, *source, n_bytes, fail) == 0)
        outcome = build(
            workshop, *source, n_bytes, "candidate", runner, message, fail);
    return outcome;
}
