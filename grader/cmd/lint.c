/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/cmd/cmd.h"
#include "grader/lint/lint.h"

/* For who writes exercises: the form of all of them, or of some. */

struct request {
    const char *name; /* of a lab or an exercise; NULL for all */
};

static void print_problem(void *to, const char *file, const char *text)
{
    (void)to;
    printf("%s: %s\n", file, text);
}

/* @return exit code. */
static int look(const char *name)
{
    const struct course *course = cmd_course();
    size_t n_exercises = 0, n_problems = 0;
    for (size_t i = 0; i < course->n_labs; i++) {
        const struct lab *lab = &course->labs[i];
        const bool is_lab = name == NULL || strcmp(name, lab->name) == 0;
        if (is_lab)
            n_problems += lint_lab(course, lab, print_problem, NULL);
        for (size_t k = 0; k < lab->n_exercises; k++) {
            const struct exercise *exercise = &lab->exercises[k];
            if (!is_lab && strcmp(name, exercise->name) != 0)
                continue;
            n_exercises++;
            n_problems += lint_exercise(course, exercise, print_problem, NULL);
        }
    }
    printf("%zu exercise%s, ", n_exercises, n_exercises == 1 ? "" : "s");
    if (n_problems == 0)
        puts("no problem");
    else
        printf("%zu problem%s\n", n_problems, n_problems == 1 ? "" : "s");
    return n_problems == 0 ? CMD_FULL : CMD_PARTIAL;
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct request *request = state->input;
    struct fail fail;
    size_t n;
    if (key != ARGP_KEY_ARG)
        return ARGP_ERR_UNKNOWN;
    const struct exercise **found = course_find(cmd_course(), value, &n, &fail);
    if (found == NULL)
        argp_error(state, "%s", fail.text);
    if (request->name != NULL)
        argp_error(state, "lint looks at all, at one lab or at one exercise");
    free(found);
    request->name = value;
    return 0;
}

static int run(int argc, char **argv)
{
    struct request request = {0};
    cmd_parse(&verb_lint, argc, argv, &request);
    return look(request.name);
}

const struct verb verb_lint = {"lint", "for authors: the form of all exercises",
    run,
    {NULL, parse_one, "[LAB[/EXERCISE]]",
        "Check that exercises are complete and that their parts agree.\v"
        "Looks at files, manifests, skeletons, handouts, hints, cases and\n"
        "specimens; runs nothing. Exit code 1 when there is a problem.\n"
        "\n"
        "Examples:\n"
        "  parlab lint\n"
        "  parlab lint threads/gaussian\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISES, NULL};
