/* SPDX-License-Identifier: MIT */
#include "grader/lint/lint_private.h"

#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"

/* The list of an exercise's files is here and nowhere else. What stands in
 * the exercise's own folder goes to students, so nothing may lie there by
 * chance. */

/* A file of every exercise. */
static const struct {
    const char *place; /* folder that holds the labs' folders */
    const char *ending; /* after LAB/EXERCISE; "/%" is a file EXERCISE… */
    const char *what;
} required[] = {
    {"labs", "/%.h", "the contract"},
    {"labs", "/%.c", "the skeleton; \"make -C build derived\" writes it"},
    {"labs", "/serial.c", "the serial baseline"},
    {"labs", "/README.md", "the handout"},
    {"labs", "/hints.md", "three hints"},
    {"labs", "/%.svg", "the picture; \"make -C build pictures\" draws it"},
    {"solutions", ".c", "the reference solution"},
    {"grader/exercises", "_cases.c", "the cases"},
    {"grader/exercises", "_calls.c", "the calls"},
};
enum { N_REQUIRED = sizeof required / sizeof *required };

/* The name below the root. @return new. */
static char *required_name(const struct exercise *exercise, int i)
{
    const char *ending = required[i].ending;
    if (ending[0] == '/' && ending[1] == '%')
        return mem_format("%s/%s/%s%s", required[i].place, exercise->name,
            exercise->stem, ending + 2);
    return mem_format("%s/%s%s", required[i].place, exercise->name, ending);
}

/* What a picture is drawn from: either of these, not both. */
static bool is_picture_source(const struct exercise *exercise, const char *name)
{
    char *dot = mem_format("%s.dot", exercise->stem);
    char *gnuplot = mem_format("%s.gp", exercise->stem);
    const bool is_source = strcmp(name, dot) == 0 || strcmp(name, gnuplot) == 0;
    free(gnuplot);
    free(dot);
    return is_source;
}

static bool is_required(const struct exercise *exercise, const char *file)
{
    for (int i = 0; i < N_REQUIRED; i++) {
        char *name = required_name(exercise, i);
        const bool is_it = strcmp(name, file) == 0;
        free(name);
        if (is_it)
            return true;
    }
    return false;
}

static void look_for_others(struct lint *lint)
{
    const struct exercise *exercise = lint->exercise;
    int n_sources = 0;
    char *folder = mem_format("labs/%s", exercise->name);
    char **names = lint_folder(lint, folder);
    for (size_t i = 0; names[i] != NULL; i++) {
        char *file = mem_format("%s/%s", folder, names[i]);
        if (is_picture_source(exercise, names[i]))
            n_sources++;
        else if (!is_required(exercise, file))
            lint_problem(
                lint, file, "is no file of an exercise; students would get it");
        free(file);
    }
    if (n_sources != 1)
        lint_problem(lint, folder,
            "needs one source of its picture: %s.dot for graphviz or %s.gp "
            "for gnuplot",
            exercise->stem, exercise->stem);
    lint_folder_free(names);
    free(folder);
}

void lint_files(struct lint *lint)
{
    for (int i = 0; i < N_REQUIRED; i++) {
        char *name = required_name(lint->exercise, i);
        lint_is_there(lint, name, required[i].what);
        free(name);
    }
    look_for_others(lint);
}
