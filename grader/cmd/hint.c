/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/page.h"
#include "grader/cmd/source.h"
#include "grader/cmd/state.h"

/* One hint at a time, the weakest first. The last one shown is remembered, so
 * that the next call gives the next; asked for by its number, a hint is shown
 * without a look at the others. */

enum { HINTS = 3 };

struct request {
    const struct exercise *exercise;
    int number; /* 0: the next */
};

/* The hint's own lines. @return new; NULL when there is no such hint. */
static char *cut_hint(const char *text, int number)
{
    char *heading = mem_format("\n## Hint %d\n", number);
    const char *start = strstr(text, heading);
    free(heading);
    if (start == NULL)
        return NULL;
    const char *end = strstr(start + 1, "\n## ");
    if (end == NULL)
        end = strstr(start, "\n<!--");
    return mem_format("%.*s", end != NULL ? (int)(end - start) : -1, start + 1);
}

static int last_shown(const struct exercise *exercise)
{
    char text[STATE_TEXT_MAX];
    const long number =
        state_recall(exercise, "hint", text) ? strtol(text, NULL, 10) : 0;
    return number >= 0 && number <= HINTS ? (int)number : 0;
}

static void remember(const struct exercise *exercise, int number)
{
    char text[16];
    snprintf(text, sizeof text, "%d", number);
    if (number > last_shown(exercise) &&
        !state_remember(exercise, "hint", text))
        printf("(Which hints you have seen cannot be remembered in %s. For "
               "the next: parlab hint %s %d)\n",
            cmd_course()->work, exercise->name, number + 1);
}

static void print_what_is_next(const struct request *request, int number)
{
    if (number < HINTS)
        printf("Hint %d of %d. Try with it first; the next one: parlab hint "
               "%s\n",
            number, HINTS, request->exercise->name);
    else
        printf("This is the last of %d hints. parlab check %s shows where "
               "you are.\n",
            HINTS, request->exercise->name);
}

static int show(const struct request *request)
{
    struct fail fail;
    const struct exercise *exercise = request->exercise;
    const int last = last_shown(exercise);
    const int number = request->number > 0 ? request->number
                       : last < HINTS      ? last + 1
                                           : HINTS;
    char *path = mem_format("%s/hints.md", exercise->folder);
    char *text = file_read(path, SOURCE_BYTES_MAX, NULL, &fail);
    char *hint = text != NULL ? cut_hint(text, number) : NULL;
    if (hint == NULL)
        fprintf(stderr, "parlab: %s\n",
            text == NULL ? fail.text : "this hint is missing in hints.md");
    const bool is_shown = hint != NULL;
    if (is_shown) {
        page_print(stdout, hint, exercise->folder);
        print_what_is_next(request, number);
        remember(exercise, number);
    }
    free(hint);
    free(text);
    free(path);
    return is_shown ? CMD_FULL : CMD_BROKEN;
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        if (request->exercise == NULL)
            cmd_take_exercise(state, value, &request->exercise);
        else if (request->number == 0)
            request->number = (int)cmd_take_number(state, "N", value, 1, HINTS);
        else
            argp_error(state, "hint takes an exercise and a number");
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name an exercise, threads/gaussian say");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int run(int argc, char **argv)
{
    struct request request = {0};
    cmd_parse(&verb_hint, argc, argv, &request);
    return show(&request);
}

const struct verb verb_hint = {"hint", "the next of three hints", run,
    {NULL, parse_one, "LAB/EXERCISE [N]",
        "Show the next hint for an exercise, or hint N.\v"
        "Every exercise has three, each stronger than the one before. parlab\n"
        "remembers which you have seen.\n"
        "\n"
        "Examples:\n"
        "  parlab hint threads/gaussian\n"
        "  parlab hint threads/gaussian 1        the first one again\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISE, NULL};
