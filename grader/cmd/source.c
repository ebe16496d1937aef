/* SPDX-License-Identifier: MIT */
#include "grader/cmd/source.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/cmd/cmd.h"
#include "grader/course/skeleton.h"

/* A submission is hostile: it is read once, bounded, through no link, and
 * what is graded afterwards is this text and nothing else of its folder. */

char *source_skeleton(const struct exercise *exercise, struct fail *fail)
{
    return skeleton_read(cmd_course(), exercise, fail);
}

static char *candidate_path(
    const struct options *options, const struct exercise *exercise)
{
    switch (options->candidate) {
    case CANDIDATE_FILE:
        return mem_text(options->file);
    case CANDIDATE_REFERENCE:
        return course_solution_path(cmd_course(), exercise);
    case CANDIDATE_BASELINE:
        return course_baseline_path(cmd_course(), exercise);
    default:
        return course_submission_path(cmd_course(), exercise);
    }
}

static bool is_blank(const char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    return *text == '\0';
}

/* @return new text for the student; NULL: nothing is wrong with it. */
static char *find_fault(const char *path, const char *text, size_t n_bytes)
{
    if (strlen(text) != n_bytes)
        return mem_format("%s is not a C source: it holds NUL bytes", path);
    if (is_blank(text))
        return mem_format(
            "%s is empty: complete the skeleton and try again", path);
    return NULL;
}

static enum source_outcome take_file(const char *path, char **text,
    size_t *n_bytes, char **message, struct fail *fail)
{
    if (!file_exists(path)) {
        fail_set(fail, "there is no file %s", path);
        return SOURCE_MISSING;
    }
    struct fail why;
    *text = file_read_submission(path, SOURCE_BYTES_MAX, n_bytes, &why);
    *message =
        *text == NULL ? mem_text(why.text) : find_fault(path, *text, *n_bytes);
    if (*message == NULL)
        return SOURCE_TAKEN;
    free(*text);
    *text = NULL;
    return SOURCE_REJECTED;
}

enum source_outcome source_take(const struct options *options,
    const struct exercise *exercise, char **text, size_t *n_bytes,
    char **message, struct fail *fail)
{
    if (options->candidate == CANDIDATE_SKELETON) {
        *text = source_skeleton(exercise, fail);
        *n_bytes = *text != NULL ? strlen(*text) : 0;
        return *text != NULL ? SOURCE_TAKEN : SOURCE_BROKEN;
    }
    char *path = candidate_path(options, exercise);
    const enum source_outcome outcome =
        take_file(path, text, n_bytes, message, fail);
    if (outcome == SOURCE_MISSING && options->candidate == CANDIDATE_SUBMISSION)
        fail_set(fail,
            "there is no %s yet; \"parlab reset %s\" puts the skeleton there",
            path, exercise->name);
    if (outcome == SOURCE_MISSING && options->candidate == CANDIDATE_REFERENCE)
        fail_set(
            fail, "there is no %s: this kit came without the solutions", path);
    free(path);
    return outcome;
}
