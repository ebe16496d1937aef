/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/cmd.h"
#include "grader/course/schema.h"
#include "grader/scaffold/scaffold.h"

/* For who writes exercises: a whole small one to start from. */

enum { KEY_KIND = 256, KEY_TITLE };

static void take_name(
    struct argp_state *state, struct scaffold *scaffold, const char *word)
{
    if (scaffold->lab != NULL)
        argp_error(state, "one exercise at a time");
    const char *slash = strchr(word, '/');
    char *lab = slash != NULL ? mem_format("%.*s", (int)(slash - word), word)
                              : mem_text("");
    if (slash == NULL || !scaffold_is_name(lab) || !scaffold_is_name(slash + 1))
        argp_error(state,
            "\"%s\" is no name LAB/EXERCISE: each a small letter, then small "
            "letters, digits and _, at most 16; no word of C, main, serial or "
            "examples",
            word);
    scaffold->lab = lab;
    scaffold->stem = slash + 1;
}

static void take_kind(
    struct argp_state *state, struct scaffold *scaffold, const char *word)
{
    size_t n = 0;
    for (; schema_kinds[n] != NULL; n++)
        if (strcmp(schema_kinds[n], word) == 0) {
            scaffold->kind = (enum kind)n;
            return;
        }
    argp_error(
        state, "--kind takes threads, processes or mpi, not \"%s\"", word);
}

/* A title stands between quotes in the manifest and in a heading. */
static void take_title(
    struct argp_state *state, struct scaffold *scaffold, const char *word)
{
    if (word[0] == '\0' || strlen(word) > 60 ||
        strpbrk(word, "\"\\\n\t@") != NULL)
        argp_error(state, "--title takes 1 to 60 letters without \" \\ @");
    scaffold->title = word;
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct scaffold *scaffold = state->input;
    switch (key) {
    case KEY_KIND:
        take_kind(state, scaffold, value);
        return 0;
    case KEY_TITLE:
        take_title(state, scaffold, value);
        return 0;
    case ARGP_KEY_ARG:
        take_name(state, scaffold, value);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the new exercise, LAB/EXERCISE");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int run(int argc, char **argv)
{
    struct fail fail;
    char **written;
    struct scaffold scaffold = {
        .course = cmd_course(), .title = "A new exercise"};
    cmd_parse(&verb_new, argc, argv, &scaffold);
    const int result = scaffold_write(&scaffold, &written, &fail);
    if (result != 0) {
        fprintf(stderr, "parlab: %s\n", fail.text);
    } else {
        for (size_t i = 0; written[i] != NULL; i++)
            printf("  %s\n", written[i]);
        printf("%s/%s is a whole small exercise.\n"
               "Change it piece by piece, as docs/new-exercise.md says. Now:\n"
               "  make -C build\n"
               "  ./parlab lint %s/%s\n"
               "  ./parlab grade --reference %s/%s\n",
            scaffold.lab, scaffold.stem, scaffold.lab, scaffold.stem,
            scaffold.lab, scaffold.stem);
    }
    scaffold_free(written);
    free((char *)scaffold.lab);
    return result == 0 ? CMD_FULL : CMD_BROKEN;
}

static const struct argp_option table[] = {
    {"kind", KEY_KIND, "KIND", 0,
        "how its workers are made: threads (the default), processes, mpi", 0},
    {"title", KEY_TITLE, "TEXT", 0, "the heading of its handout", 0},
    {0},
};

const struct verb verb_new = {"new", "for authors: start a new exercise", run,
    {table, parse_one, "LAB/EXERCISE",
        "Start a new exercise from a template.\v"
        "Writes every file of a small exercise that works, and enters it in\n"
        "the manifest and the build. A lab that is not there is made as well.\n"
        "docs/new-exercise.md goes through it step by step.\n"
        "\n"
        "Examples:\n"
        "  parlab new threads/primes\n"
        "  parlab new --kind mpi --title 'A ring of ranks' mpi/ring\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISE, NULL};
