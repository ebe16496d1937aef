/* SPDX-License-Identifier: MIT */
#include "grader/kit/kit.h"

#include <errno.h>
#include <glob.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "config.h"
#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/course/skeleton.h"
#include "grader/kit/kit_private.h"

/* Files are copied one by one, each because a line of the list allows it. A
 * line that allows nothing that is there is an error: the kit would lack
 * something that it needs. Links are refused, since they would bring along
 * what the list does not name. */

enum { FILE_BYTES_MAX = 16 << 20 };

static const char list_path[] = "grader/kit/allowed.list";

const char *kit_name(void)
{
    return "parlab-" PACKAGE_VERSION;
}

static int make_parent(const char *path, struct fail *fail)
{
    char *copy = mem_text(path);
    const int result = file_make_folder(dirname(copy), fail);
    free(copy);
    return result;
}

static int write_one(const char *to, const char *text, size_t n_bytes,
    mode_t mode, struct fail *fail)
{
    if (make_parent(to, fail) != 0 || file_write(to, text, n_bytes, fail) != 0)
        return -1;
    if (chmod(to, mode) != 0)
        return fail_errno(fail, "cannot set the mode of %s", to);
    return 0;
}

static int copy_one(const char *from, const char *to, struct fail *fail)
{
    size_t n;
    struct stat status;
    char *text = file_read_submission(from, FILE_BYTES_MAX, &n, fail);
    int result = text != NULL ? 0 : -1;
    if (result == 0 && lstat(from, &status) != 0)
        result = fail_errno(fail, "cannot read %s", from);
    if (result == 0)
        result = write_one(
            to, text, n, status.st_mode & S_IXUSR ? 0755 : 0644, fail);
    free(text);
    return result;
}

static int write_skeleton(const struct course *course,
    const struct allowed *allowed, const char *folder, struct fail *fail)
{
    char *to = mem_format("%s/%s", folder, allowed->to);
    char *text = skeleton_read(course, allowed->exercise, fail);
    const int result =
        text != NULL ? write_one(to, text, strlen(text), 0644, fail) : -1;
    free(text);
    free(to);
    return result;
}

/* What else labs/course.conf may say is the instructor's: deadlines, weights,
 * names of students who have more time. */
static int write_rules(const struct course *course,
    const struct allowed *allowed, const char *folder, struct fail *fail)
{
    char *text = NULL, *path = mem_format("%s/%s", folder, allowed->to);
    size_t size;
    FILE *to = mem_stream(&text, &size);
    fputs("# SPDX-License-Identifier: MIT\n"
          "# The course: labs in teaching order, and how many workers it "
          "grades on.\n"
          "labs = [",
        to);
    for (size_t i = 0; i < course->n_labs; i++)
        fprintf(to, "%s\"%s\"", i > 0 ? ", " : "", course->labs[i].name);
    fprintf(to, "];\nworkers = %d;\n", course->workers);
    fclose(to);
    const int result = write_one(path, text, size, 0644, fail);
    free(path);
    free(text);
    return result;
}

/* Folders match patterns too, and so do the backups of editors. */
static bool is_wanted(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && !S_ISDIR(status.st_mode) &&
           path[strlen(path) - 1] != '~';
}

static int copy_matches(const struct course *course,
    const struct allowed *allowed, const char *folder, struct fail *fail)
{
    glob_t found;
    size_t n_taken = 0;
    char *pattern = mem_format("%s/%s", course->root, allowed->from);
    int result = 0;
    const int end = glob(pattern, GLOB_ERR, NULL, &found);
    for (size_t i = 0; end == 0 && result == 0 && i < found.gl_pathc; i++) {
        const char *from = found.gl_pathv[i];
        if (!is_wanted(from))
            continue;
        char *to = mem_format("%s/%s", folder,
            allowed->to != NULL ? allowed->to
                                : from + strlen(course->root) + 1);
        result = copy_one(from, to, fail);
        n_taken++;
        free(to);
    }
    if (result == 0 && n_taken == 0)
        result = fail_set(fail,
            "there is no %s (%s:%u); the kit is made in the folder that "
            "parlab was built from",
            pattern, list_path, allowed->line);
    globfree(&found);
    free(pattern);
    return result;
}

int kit_write(
    const struct course *course, const char *folder, struct fail *fail)
{
    size_t n = 0;
    char *path = mem_format("%s/%s", course->root, list_path);
    int result = 0;
    struct allowed *list = NULL;
    if (!file_exists(path))
        result = fail_set(fail,
            "there is no %s: the kit is made in the folder that parlab was "
            "built from, not from an installed parlab",
            path);
    else if ((list = allowed_read(course, path, &n, fail)) == NULL)
        result = -1;
    for (size_t i = 0; result == 0 && i < n; i++)
        result = strcmp(list[i].from, "SKELETON") == 0
                     ? write_skeleton(course, &list[i], folder, fail)
                 : strcmp(list[i].from, "RULES") == 0
                     ? write_rules(course, &list[i], folder, fail)
                     : copy_matches(course, &list[i], folder, fail);
    allowed_free(list, n);
    free(path);
    return result;
}

static const struct lab *find_lab(const struct course *course, const char *lab)
{
    for (size_t i = 0; i < course->n_labs; i++)
        if (strcmp(course->labs[i].name, lab) == 0)
            return &course->labs[i];
    return NULL;
}

int kit_write_solutions(const struct course *course, const char *name,
    const char *folder, struct fail *fail)
{
    const struct lab *lab = find_lab(course, name);
    int result = 0;
    if (lab == NULL)
        return fail_set(fail, "there is no lab \"%s\"", name);
    for (size_t i = 0; result == 0 && i < lab->n_exercises; i++) {
        char *from = course_solution_path(course, &lab->exercises[i]);
        char *to =
            mem_format("%s/solutions/%s.c", folder, lab->exercises[i].name);
        if (!file_exists(from))
            result = fail_set(fail,
                "there is no %s: this is a kit for students, without "
                "solutions",
                from);
        else
            result = copy_one(from, to, fail);
        free(to);
        free(from);
    }
    return result;
}

int kit_make(const struct course *course, const char *lab, const char *scratch,
    const char *output, struct fail *fail)
{
    char *folder = mem_format("%s/%s", scratch, kit_name());
    int result = file_make_folder(folder, fail);
    if (result == 0)
        result = lab != NULL ? kit_write_solutions(course, lab, folder, fail)
                             : kit_write(course, folder, fail);
    if (result == 0)
        result = kit_pack(scratch, kit_name(), output, fail);
    free(folder);
    return result;
}

int kit_copy(const struct course *course, const char *from, const char *to,
    struct fail *fail)
{
    char *pattern = mem_format("%s/%s/*", course->root, from);
    glob_t found;
    int result = glob(pattern, GLOB_ERR, NULL, &found) == 0
                     ? 0
                     : fail_set(fail, "there is no %s", pattern);
    for (size_t i = 0; result == 0 && i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i];
        if (!is_wanted(path))
            continue;
        char *copy = mem_format("%s/%s", to, strrchr(path, '/') + 1);
        result = copy_one(path, copy, fail);
        free(copy);
    }
    globfree(&found);
    free(pattern);
    return result;
}
