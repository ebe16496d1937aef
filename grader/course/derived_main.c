/* SPDX-License-Identifier: MIT */
#include <fts.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/course/course.h"
#include "grader/course/excerpt.h"
#include "grader/course/overview.h"
#include "grader/course/skeleton.h"

/* write-derived [--check] ROOT
 *
 * Write what is made from something else, where it differs: the skeleton of
 * every exercise from its solution, the table of exercises in labs/README.md
 * from the manifests, and the code in every Markdown text below labs/ and
 * docs/ from the file that it names. With --check only list what differs. A
 * file whose sources cannot be used is left as it is.
 * Exit status: 0 all is up to date now; 1 with --check: something is not; 2
 * wrong usage; 3 a file cannot be read, used or written. */

enum { TEXT_BYTES_MAX = 1 << 20 };

enum status {
    STATUS_SAME,
    STATUS_DRIFTED,
    STATUS_USAGE,
    STATUS_BROKEN,
};

/* What the whole run is about. */
struct run {
    const char *root;
    bool is_check;
    enum status worst;
};

static void note(struct run *run, enum status status)
{
    if (status > run->worst)
        run->worst = status;
}

/* A path as a person names it. */
static const char *below_root(const struct run *run, const char *path)
{
    const size_t n = strlen(run->root);
    if (strncmp(path, run->root, n) != 0)
        return path;
    return path + n + strspn(path + n, "/");
}

static void complain(
    struct run *run, const char *path, const struct fail *reason)
{
    fprintf(
        stderr, "write-derived: %s: %s\n", below_root(run, path), reason->text);
    note(run, STATUS_BROKEN);
}

/* Bring one file up to date. @param old  what it holds now, or NULL. */
static void update(
    struct run *run, const char *path, const char *old, const char *text)
{
    struct fail fail;
    if (old != NULL && strcmp(old, text) == 0)
        return;
    if (!run->is_check && file_replace(path, text, strlen(text), &fail) != 0) {
        complain(run, path, &fail);
        return;
    }
    printf("%s %s\n", below_root(run, path),
        run->is_check ? "has drifted from what it is made from" : "written");
    note(run, run->is_check ? STATUS_DRIFTED : STATUS_SAME);
}

static void make_skeleton(struct run *run, const struct course *course,
    const struct exercise *exercise)
{
    struct fail fail, ignored;
    char *kept = course_skeleton_path(course, exercise);
    const bool is_kit = file_exists(kept);
    free(kept);
    if (is_kit) /* what is in its place may be a student's work */
        return;
    char *from = course_solution_path(course, exercise);
    char *to = course_submission_path(course, exercise);
    char *solution = file_read(from, TEXT_BYTES_MAX, NULL, &fail);
    char *skeleton = solution != NULL ? skeleton_make(solution, &fail) : NULL;
    char *old = file_read(to, TEXT_BYTES_MAX, NULL, &ignored);
    if (skeleton != NULL)
        update(run, to, old, skeleton);
    else
        complain(run, from, &fail);
    free(old);
    free(skeleton);
    free(solution);
    free(to);
    free(from);
}

static void make_skeletons(struct run *run, const struct course *course)
{
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++)
            make_skeleton(run, course, &course->labs[i].exercises[k]);
}

static void fill_overview(struct run *run, const struct course *course)
{
    struct fail fail;
    char *path = mem_format("%s/labs/README.md", run->root);
    char *old = file_read(path, TEXT_BYTES_MAX, NULL, &fail);
    char *text = old != NULL ? overview_fill(old, course, &fail) : NULL;
    if (text != NULL)
        update(run, path, old, text);
    else
        complain(run, path, &fail);
    free(text);
    free(old);
    free(path);
}

/* An excerpt_reader; the context is the path of the Markdown text. */
static char *read_beside(const char *file, void *context, struct fail *fail)
{
    const char *markdown = context;
    const char *slash = strrchr(markdown, '/');
    char *path =
        mem_format("%.*s%s", (int)(slash + 1 - markdown), markdown, file);
    char *text = file_read(path, TEXT_BYTES_MAX, NULL, fail);
    free(path);
    return text;
}

static void fill_markdown(struct run *run, char *path)
{
    struct fail fail;
    char *old = file_read(path, TEXT_BYTES_MAX, NULL, &fail);
    char *text =
        old != NULL ? excerpt_fill(old, read_beside, path, &fail) : NULL;
    if (text != NULL)
        update(run, path, old, text);
    else
        complain(run, path, &fail);
    free(text);
    free(old);
}

static bool is_markdown(const FTSENT *entry)
{
    const char *dot = strrchr(entry->fts_name, '.');
    return entry->fts_info == FTS_F && dot != NULL && strcmp(dot, ".md") == 0;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void fill_all_markdown(struct run *run)
{
    char *labs = mem_format("%s/labs", run->root);
    char *docs = mem_format("%s/docs", run->root);
    /* A kit for students may come without docs/. */
    char *const folders[] = {labs, file_exists(docs) ? docs : NULL, NULL};
    FTS *walk = fts_open(folders, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    for (FTSENT *entry; walk != NULL && (entry = fts_read(walk)) != NULL;)
        if (is_markdown(entry))
            fill_markdown(run, entry->fts_path);
    if (walk == NULL)
        fail_grader("out of memory; close other programs and try again");
    fts_close(walk);
    free(docs);
    free(labs);
}

int main(int argc, char **argv)
{
    const bool is_check = argc > 1 && strcmp(argv[1], "--check") == 0;
    if (argc != (is_check ? 3 : 2) || argv[argc - 1][0] == '-') {
        fputs("usage: write-derived [--check] ROOT\n", stderr);
        return STATUS_USAGE;
    }
    struct run run = {.root = argv[argc - 1], .is_check = is_check};
    struct fail fail;
    struct course *course = course_read(run.root, &fail);
    if (course == NULL) {
        fprintf(stderr, "write-derived: %s\n", fail.text);
        return STATUS_BROKEN;
    }
    make_skeletons(&run, course);
    fill_overview(&run, course);
    fill_all_markdown(&run);
    course_free(course);
    return run.worst;
}
