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

/* One hint at a time: first the one that belongs to what the last check or
 * grade has found, where there is one, then the weakest of the three. What was
 * shown is remembered, so that the next call gives the next; asked for by its
 * number, a hint is shown without a look at the others. */

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

/* Whether the heading "## For race, remainder" names a diagnosis. */
static bool is_for(const char *heading, const char *name)
{
    const char *at = heading, *end = strchr(heading, '\n');
    const size_t n = strlen(name);
    while (end != NULL && at < end) {
        at += strspn(at, " ,");
        const size_t length = strcspn(at, " ,\n");
        if (length == n && strncmp(at, name, n) == 0)
            return true;
        at += length;
        if (*at == '\n')
            break;
    }
    return false;
}

/* The lines of a hint that is for a diagnosis, without their heading.
 * @return new; NULL when there is none. */
static char *cut_fitting(const char *text, const char *name)
{
    static const char mark[] = "\n## For ";
    const char *at = text;
    while ((at = strstr(at, mark)) != NULL) {
        at += strlen(mark);
        if (!is_for(at, name))
            continue;
        const char *start = at + strcspn(at, "\n");
        const char *end = strstr(start, "\n## ");
        if (end == NULL)
            end = strstr(start, "\n<!--");
        return mem_format("%.*s", end != NULL ? (int)(end - start) : -1, start);
    }
    return NULL;
}

/* The hint for what the last result has found that was not shown since.
 * @param[out] name  the diagnosis
 * @return new; NULL: there is none. */
static char *find_fitting(const struct exercise *exercise, const char *text,
    char name[STATE_TEXT_MAX])
{
    char found[STATE_TEXT_MAX], shown[STATE_TEXT_MAX];
    char *rest = found, *word, *hint = NULL;
    if (!state_recall_diagnoses(exercise, found))
        return NULL;
    if (!state_recall(exercise, "hinted", shown))
        shown[0] = '\0';
    while (hint == NULL && (word = strsep(&rest, " ")) != NULL) {
        if (state_has_diagnosis(shown, word))
            continue;
        hint = cut_fitting(text, word);
        snprintf(name, STATE_TEXT_MAX, "%s", word);
    }
    return hint;
}

static void show_fitting(
    const struct exercise *exercise, const char *hint, const char *name)
{
    char shown[STATE_TEXT_MAX];
    printf("The last check or grade found: %s\n", name);
    page_print(stdout, hint, exercise->folder);
    printf("More about it: parlab explain %s. The next hint: parlab hint %s\n",
        name, exercise->name);
    if (!state_recall(exercise, "hinted", shown))
        shown[0] = '\0';
    char *all = mem_format("%s%s%s", shown, shown[0] != '\0' ? " " : "", name);
    state_remember(exercise, "hinted", all);
    free(all);
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

/* @return whether there is such a hint. */
static bool show_number(const struct request *request, const char *text)
{
    const struct exercise *exercise = request->exercise;
    const int last = last_shown(exercise);
    const int number = request->number > 0 ? request->number
                       : last < HINTS      ? last + 1
                                           : HINTS;
    char *hint = cut_hint(text, number);
    if (hint == NULL)
        return false;
    page_print(stdout, hint, exercise->folder);
    print_what_is_next(request, number);
    remember(exercise, number);
    free(hint);
    return true;
}

static int show(const struct request *request)
{
    struct fail fail = {"this hint is missing in hints.md"};
    char name[STATE_TEXT_MAX];
    char *path = mem_format("%s/hints.md", request->exercise->folder);
    char *text = file_read(path, SOURCE_BYTES_MAX, NULL, &fail);
    char *fitting = text != NULL && request->number == 0
                        ? find_fitting(request->exercise, text, name)
                        : NULL;
    if (fitting != NULL)
        show_fitting(request->exercise, fitting, name);
    const bool is_shown =
        fitting != NULL || (text != NULL && show_number(request, text));
    if (!is_shown)
        fprintf(stderr, "parlab: %s\n", fail.text);
    free(fitting);
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

const struct verb verb_hint = {"hint", "the next hint", run,
    {NULL, parse_one, "LAB/EXERCISE [N]",
        "Show the next hint for an exercise, or hint N.\v"
        "Every exercise has three, each stronger than the one before, and "
        "some\n"
        "have more for what is often wrong: when the last check or grade has\n"
        "found such a thing, its hint comes first. parlab remembers which you\n"
        "have seen.\n"
        "\n"
        "Examples:\n"
        "  parlab hint threads/gaussian\n"
        "  parlab hint threads/gaussian 1        the first one again\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISE, NULL};
