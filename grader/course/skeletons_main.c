/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/course/course.h"
#include "grader/course/skeleton.h"

/* skeletons [--check] ROOT
 *
 * Write the skeleton of every exercise from its solution, where it differs;
 * with --check only list those that differ. A skeleton whose solution cannot
 * be used is left as it is.
 * Exit status: 0 all are up to date now; 1 with --check: some are not; 2
 * wrong usage; 3 a file cannot be read, used or written. */

enum { SOURCE_BYTES_MAX = 1 << 20 };

enum status {
    STATUS_SAME,
    STATUS_DRIFTED,
    STATUS_USAGE,
    STATUS_BROKEN,
};

static enum status update(const struct exercise *exercise, bool is_check,
    const char *path, const char *skeleton, struct fail *fail)
{
    struct fail ignored;
    char *old = file_read(path, SOURCE_BYTES_MAX, NULL, &ignored);
    const bool is_same = old != NULL && strcmp(old, skeleton) == 0;
    free(old);
    if (is_same)
        return STATUS_SAME;
    if (!is_check && file_write(path, skeleton, strlen(skeleton), fail) != 0)
        return STATUS_BROKEN;
    printf("labs/%s/%s.c %s\n", exercise->name, exercise->stem,
        is_check ? "is not what its solution makes" : "written");
    return is_check ? STATUS_DRIFTED : STATUS_SAME;
}

static enum status make(
    const struct course *course, const struct exercise *exercise, bool is_check)
{
    struct fail fail;
    enum status status = STATUS_BROKEN;
    char *from = course_solution_path(course, exercise);
    char *to = course_submission_path(course, exercise);
    char *solution = file_read(from, SOURCE_BYTES_MAX, NULL, &fail);
    char *skeleton = solution != NULL ? skeleton_make(solution, &fail) : NULL;
    if (skeleton != NULL)
        status = update(exercise, is_check, to, skeleton, &fail);
    if (status == STATUS_BROKEN)
        fprintf(stderr, "skeletons: solutions/%s.c: %s\n", exercise->name,
            fail.text);
    free(skeleton);
    free(solution);
    free(to);
    free(from);
    return status;
}

int main(int argc, char **argv)
{
    struct fail fail;
    const bool is_check = argc > 1 && strcmp(argv[1], "--check") == 0;
    enum status worst = STATUS_SAME;
    if (argc != (is_check ? 3 : 2) || argv[argc - 1][0] == '-') {
        fputs("usage: skeletons [--check] ROOT\n", stderr);
        return STATUS_USAGE;
    }
    struct course *course = course_read(argv[argc - 1], &fail);
    if (course == NULL) {
        fprintf(stderr, "skeletons: %s\n", fail.text);
        return STATUS_BROKEN;
    }
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            const enum status status =
                make(course, &course->labs[i].exercises[k], is_check);
            if (status > worst)
                worst = status;
        }
    course_free(course);
    return worst;
}
