/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/catalogue.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/page.h"
#include "grader/cmd/state.h"

/* The page of a diagnosis, or the list of all with the student's own marked.
 * A name is looked for in the list, never in the folder: it is the user's, and
 * may hold anything. */

/* The exercises whose last check or grade had this diagnosis. @return new. */
static char *find_exercises(const char *name)
{
    const struct course *course = cmd_course();
    char *text = NULL;
    size_t size = 0;
    FILE *to = mem_stream(&text, &size);
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            const struct exercise *e = &course->labs[i].exercises[k];
            char found[STATE_TEXT_MAX];
            if (state_recall_diagnoses(e, found) &&
                state_has_diagnosis(found, name)) {
                fflush(to);
                fprintf(to, "%s%s", size > 0 ? ", " : "", e->name);
            }
        }
    fclose(to);
    return text;
}

static void print_list(const struct catalogue *catalogue)
{
    bool is_any = false;
    int width = 0;
    for (size_t i = 0; i < catalogue->n; i++) {
        const int n = (int)strlen(catalogue->rows[i].name);
        width = n > width ? n : width;
    }
    for (size_t i = 0; i < catalogue->n; i++) {
        const struct catalogue_row *row = &catalogue->rows[i];
        char *exercises = find_exercises(row->name);
        const bool is_found = exercises[0] != '\0';
        printf("%c %-*s  %s\n", is_found ? '*' : ' ', width, row->name,
            row->meaning);
        if (is_found)
            printf("  %*s  found in %s\n", width, "", exercises);
        is_any |= is_found;
        free(exercises);
    }
    printf("\n%sparlab explain NAME tells more.\n",
        is_any ? "* is what your last check or grade of an exercise found.\n"
               : "");
}

static const struct catalogue_row *find_row(
    const struct catalogue *catalogue, const char *name)
{
    for (size_t i = 0; i < catalogue->n; i++)
        if (strcmp(catalogue->rows[i].name, name) == 0)
            return &catalogue->rows[i];
    return NULL;
}

static int refuse(const struct catalogue *catalogue, const char *name)
{
    const char **names = mem_new(catalogue->n, sizeof *names);
    for (size_t i = 0; i < catalogue->n; i++)
        names[i] = catalogue->rows[i].name;
    const char *nearest =
        strlen(name) <= 60 ? text_nearest(name, names, catalogue->n) : NULL;
    fputs("parlab: there is no diagnosis \"", stderr);
    text_print_safe(stderr, name, strlen(name), 60);
    if (nearest != NULL)
        fprintf(stderr, "\"; did you mean %s?\n", nearest);
    else
        fputs("\"; \"parlab explain\" lists them all\n", stderr);
    free(names);
    return CMD_USAGE;
}

static int show_page(const char *name)
{
    struct fail fail;
    char *folder = catalogue_folder(), *text = catalogue_page(name, &fail);
    if (text != NULL)
        page_show(text, folder);
    else
        fprintf(stderr, "parlab: %s\n", fail.text);
    const int code = text != NULL ? CMD_FULL : CMD_BROKEN;
    free(text);
    free(folder);
    return code;
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    const char **name = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        if (*name != NULL)
            argp_error(state, "one diagnosis at a time");
        *name = value;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int run(int argc, char **argv)
{
    struct fail fail;
    struct catalogue catalogue;
    const char *name = NULL;
    int code = CMD_FULL;
    cmd_parse(&verb_explain, argc, argv, &name);
    if (catalogue_read(&catalogue, &fail) != 0) {
        fprintf(stderr, "parlab: %s\n", fail.text);
        return CMD_BROKEN;
    }
    if (name == NULL)
        print_list(&catalogue);
    else if (find_row(&catalogue, name) == NULL)
        code = refuse(&catalogue, name);
    else
        code = show_page(name);
    catalogue_free(&catalogue);
    return code;
}

const struct verb verb_explain = {"explain", "what a diagnosis means", run,
    {NULL, parse_one, "[NAME]",
        "Show the page of a diagnosis: what it means, how it was seen, a "
        "wrong\n"
        "and a right example, what to look at.\v"
        "Without NAME all diagnoses are listed, and those marked that the "
        "last\n"
        "check or grade of an exercise has found.\n"
        "\n"
        "Examples:\n"
        "  parlab explain\n"
        "  parlab explain not-parallel\n",
        NULL, NULL, NULL},
    OPERAND_DIAGNOSIS, NULL};
