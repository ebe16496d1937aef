/* SPDX-License-Identifier: MIT */
#include "grader/lint/lint_private.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"

/* Every problem names a file and says what to do, and no problem hides
 * another: a look goes on to the end. */

enum { TEXT_MAX = 1 << 20 };

void lint_problem(struct lint *lint, const char *file, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    lint->take(lint->to, file, text);
    lint->n_problems++;
}

static char *full_path(const struct lint *lint, const char *file)
{
    return mem_format("%s/%s", lint->course->root, file);
}

bool lint_is_there(struct lint *lint, const char *file, const char *what)
{
    char *path = full_path(lint, file);
    const bool is_there = file_exists(path);
    free(path);
    if (!is_there)
        lint_problem(lint, file, "is missing: %s", what);
    return is_there;
}

char *lint_text(const struct lint *lint, const char *file)
{
    struct fail fail;
    char *path = full_path(lint, file);
    char *text = file_read(path, TEXT_MAX, NULL, &fail);
    free(path);
    return text;
}

static int is_seen(const struct dirent *entry)
{
    const size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && entry->d_name[length - 1] != '~';
}

char **lint_folder(const struct lint *lint, const char *folder)
{
    struct dirent **entries;
    char *path = full_path(lint, folder);
    const int n = scandir(path, &entries, is_seen, alphasort);
    free(path);
    char **names = mem_new(n > 0 ? (size_t)n + 1 : 1, sizeof *names);
    for (int i = 0; i < n; i++) {
        names[i] = mem_text(entries[i]->d_name);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    return names;
}

void lint_folder_free(char **names)
{
    for (size_t i = 0; names[i] != NULL; i++)
        free(names[i]);
    free(names);
}

size_t lint_exercise(const struct course *course,
    const struct exercise *exercise, lint_take *take, void *to)
{
    struct lint lint = {
        .course = course, .exercise = exercise, .take = take, .to = to};
    lint_files(&lint);
    lint_texts(&lint);
    lint_cases(&lint);
    return lint.n_problems;
}

/* Whether a name is an exercise of the lab, followed by the ending, or by
 * "_" and anything where that is the ending: cases may take several files. */
static bool is_exercise(
    const struct lab *lab, const char *name, const char *ending)
{
    for (size_t i = 0; i < lab->n_exercises; i++) {
        const char *stem = lab->exercises[i].stem;
        const char *rest = name + strlen(stem);
        if (text_starts(name, stem) &&
            (strcmp(ending, "_") == 0 ? *rest == '_'
                                      : strcmp(rest, ending) == 0))
            return true;
    }
    return false;
}

static bool is_among(const char *name, char *const words[])
{
    for (size_t i = 0; words != NULL && words[i] != NULL; i++)
        if (strcmp(name, words[i]) == 0)
            return true;
    return false;
}

/* What lies in a folder of the lab and belongs to nothing. */
static void look_at_folder(
    struct lint *lint, const char *place, const char *ending)
{
    char *folder = mem_format("%s/%s", place, lint->lab->name);
    char **names = lint_folder(lint, folder);
    for (size_t i = 0; names[i] != NULL; i++) {
        if (is_exercise(lint->lab, names[i], ending) ||
            (strcmp(place, "labs") == 0 &&
                (strcmp(names[i], "lab.conf") == 0 ||
                    strcmp(names[i], "README.md") == 0 ||
                    strcmp(names[i], "examples") == 0 ||
                    is_among(names[i], lint->lab->libraries))))
            continue;
        char *file = mem_format("%s/%s", folder, names[i]);
        lint_problem(lint, file,
            "belongs to no exercise of labs/%s/lab.conf; list it there, or "
            "remove it",
            lint->lab->name);
        free(file);
    }
    lint_folder_free(names);
    free(folder);
}

/* The lab's introduction leads to all of its exercises. */
static void look_at_intro(struct lint *lint)
{
    char *file = mem_format("labs/%s/README.md", lint->lab->name);
    char *text =
        lint_is_there(lint, file, "the lab's introduction, about a page")
            ? lint_text(lint, file)
            : NULL;
    for (size_t i = 0; text != NULL && i < lint->lab->n_exercises; i++) {
        const char *stem = lint->lab->exercises[i].stem;
        char *link = mem_format("[%s](%s/README.md)", stem, stem);
        if (strstr(text, link) == NULL)
            lint_problem(lint, file,
                "needs the row \"| %s | ... |\" in its table of exercises",
                link);
        free(link);
    }
    free(text);
    free(file);
}

size_t lint_lab(const struct course *course, const struct lab *lab,
    lint_take *take, void *to)
{
    struct lint lint = {.course = course, .lab = lab, .take = take, .to = to};
    look_at_intro(&lint);
    look_at_folder(&lint, "labs", "");
    look_at_folder(&lint, "solutions", ".c");
    look_at_folder(&lint, "tests/specimens", "");
    look_at_folder(&lint, "grader/exercises", "_");
    return lint.n_problems;
}
