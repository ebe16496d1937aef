/* SPDX-License-Identifier: MIT */
#include "tests/hostile/stage.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "tests/run.h"

/* The copy is one that every user may read: what keeps a candidate from it is
 * the sandbox and nothing else. Limits are low, so that a specimen that hangs
 * or fills something takes seconds. */

static const char limits[] = "case_seconds = 1; memory_mib = 512; "
                             "file_mib = 64; processes = 64;";

/* What parlab reads of a course. */
static const char *const copied[] = {"labs", "solutions", "datasets",
    "grader/exercises", "grader/runner", "grader/channel"};

static int run(const char *const argv[], struct fail *fail)
{
    return run_program(argv, NULL) == 0 ? 0 : fail_set(fail, "%s fails", *argv);
}

static int copy(const char *from, const char *to, struct fail *fail)
{
    const char *const argv[] = {"/bin/cp", "-r", from, to, NULL};
    return run(argv, fail);
}

static int copy_course(const char *to, struct fail *fail)
{
    char *grader = mem_format("%s/grader", to);
    int result = file_make_folder(grader, fail);
    for (size_t i = 0; i < sizeof copied / sizeof *copied && result == 0; i++) {
        char *from = mem_format("%s/%s", PARLAB_SOURCE_ROOT, copied[i]);
        char *target = mem_format("%s/%s", to, copied[i]);
        result = copy(from, target, fail);
        free(target);
        free(from);
    }
    free(grader);
    const char *const open[] = {"/bin/chmod", "-R", "a+rX,u+w", to, NULL};
    return result == 0 ? run(open, fail) : -1;
}

static int limit_lab(const char *root, const char *lab, struct fail *fail)
{
    enum { CONF_MAX = 1 << 18 };
    char *path = mem_format("%s/labs/%s/lab.conf", root, lab);
    char *conf = file_read(path, CONF_MAX, NULL, fail);
    char *limited = conf != NULL ? assemble_limits(conf, limits) : NULL;
    const int result =
        limited != NULL ? file_write(path, limited, strlen(limited), fail) : -1;
    free(limited);
    free(conf);
    free(path);
    return result;
}

/* The copied course, with other limits than it had. */
static struct course *open_course(const char *root, struct fail *fail)
{
    struct course *course = course_read(root, fail);
    int result = course != NULL ? 0 : -1;
    for (size_t i = 0; result == 0 && i < course->n_labs; i++)
        result = limit_lab(root, course->labs[i].name, fail);
    course_free(course);
    return result == 0 ? course_read(root, fail) : NULL;
}

int stage_make(struct stage *stage, struct fail *fail)
{
    *stage = (struct stage){.folder = mem_text("/tmp/hostile-XXXXXX"),
        .specimens = mem_text(PARLAB_SOURCE_ROOT "/tests/hostile")};
    if (mkdtemp(stage->folder) == NULL) {
        free(stage->folder);
        stage->folder = NULL;
        return fail_errno(fail, "cannot make a folder in /tmp");
    }
    char *root = mem_format("%s/course", stage->folder);
    stage->parlab = mem_format("%s/parlab", stage->folder);
    if (chmod(stage->folder, 0755) == 0 && copy_course(root, fail) == 0 &&
        copy(PARLAB_BUILD_ROOT "/parlab", stage->parlab, fail) == 0)
        stage->course = open_course(root, fail);
    free(root);
    return stage->course != NULL ? 0 : -1;
}

void stage_remove(struct stage *stage)
{
    file_remove_folder(stage->folder);
    course_free(stage->course);
    free(stage->specimens);
    free(stage->parlab);
    free(stage->folder);
    *stage = (struct stage){0};
}
