/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/page.h"
#include "grader/cmd/source.h"

/* The handout of an exercise, or the introduction of a lab. */

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    const char **folder = state->input;
    const struct exercise **found;
    struct fail fail;
    size_t n;
    switch (key) {
    case ARGP_KEY_ARG:
        if (*folder != NULL)
            argp_error(state, "one handout at a time");
        found = course_find(cmd_course(), value, &n, &fail);
        if (found == NULL)
            argp_error(state, "%s", fail.text);
        *folder = mem_format("%s/labs/%s", cmd_course()->root, value);
        free(found);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name an exercise, threads/gaussian say, or a lab");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int run(int argc, char **argv)
{
    struct fail fail;
    char *folder = NULL;
    cmd_parse(&verb_read, argc, argv, &folder);
    char *path = mem_format("%s/README.md", folder);
    char *text = file_read(path, SOURCE_BYTES_MAX, NULL, &fail);
    const int code = text != NULL ? CMD_FULL : CMD_BROKEN;
    if (text != NULL)
        page_show(text, folder);
    else
        fprintf(stderr, "parlab: %s\n", fail.text);
    free(text);
    free(path);
    free(folder);
    return code;
}

const struct verb verb_read = {"read", "the handout of an exercise", run,
    {NULL, parse_one, "LAB[/EXERCISE]",
        "Show the handout of an exercise, or the introduction of a lab.\v"
        "On a terminal it is shown by $PAGER, less if that is not set. The\n"
        "same text, with its picture, is labs/LAB/EXERCISE/README.md.\n"
        "\n"
        "Examples:\n"
        "  parlab read threads\n"
        "  parlab read threads/gaussian\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISES, NULL};
