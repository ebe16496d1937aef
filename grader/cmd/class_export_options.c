/* SPDX-License-Identifier: MIT */
#include "grader/cmd/class_export.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "grader/base/mem.h"
#include "grader/base/text.h"

/* The forms differ in where they may go and what they need to know; what does
 * not fit together is refused before anything is read. */

enum {
    KEY_FORMAT = 'f',
    KEY_OUTPUT = 'o',
    KEY_ROSTER = 'r',
    KEY_STUDENT = 's',
    KEY_FROM = 300,
    KEY_IDENTITY,
};

static const char *const formats[] = {
    "csv", "moodle", "canvas", "gradescope", "autolab", "junit", "json", NULL};
static const char *const identities[] = {"username", "email", "id", NULL};

static const struct argp_option table[] = {
    {"format", KEY_FORMAT, "FORMAT", 0,
        "csv, moodle, canvas, gradescope, autolab, junit or json", 1},
    {"output", KEY_OUTPUT, "FILE", 0,
        "where to; standard output if not given. For gradescope and autolab "
        "a folder, which gets a file for each student",
        1},
    {"student", KEY_STUDENT, "NAME", 0, "this student only", 1},
    {"roster", KEY_ROSTER, "FILE", 0,
        "what Moodle or Canvas exported as its gradebook: its columns about "
        "people, and Canvas' names of assignments, are used",
        2},
    {"identity", KEY_IDENTITY, "WHAT", 0,
        "moodle without --roster: names of students are a username, an email "
        "or an id",
        2},
    {"from", KEY_FROM, "FILE", 0,
        "what \"parlab grade --json\" wrote about one student, or a folder of "
        "such files, in place of the gradebook; may be given several times",
        3},
    CLASS_PLACE_OPTIONS, {0}};

static int take_word(struct argp_state *state, const char *option,
    const char *const words[], const char *word)
{
    size_t n = 0;
    for (; words[n] != NULL; n++)
        if (strcmp(words[n], word) == 0)
            return (int)n;
    const char *nearest = text_nearest(word, words, n);
    argp_error(state, "--%s does not know \"%s\"%s%s%s", option, word,
        nearest != NULL ? "; did you mean \"" : "",
        nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
    return 0;
}

bool export_is_per_student(const struct export_request *request)
{
    return request->format == EXPORT_GRADESCOPE ||
           request->format == EXPORT_AUTOLAB;
}

static void finish(
    struct argp_state *state, const struct export_request *request)
{
    const bool is_table =
        request->format == EXPORT_MOODLE || request->format == EXPORT_CANVAS;
    const bool is_one = request->is_from || request->student != NULL;
    if (request->format == EXPORT_FORMATS)
        argp_error(state, "say which --format: csv, moodle, canvas, "
                          "gradescope, autolab, junit or json");
    if (request->roster_path != NULL && !is_table)
        argp_error(state, "--roster goes with moodle and canvas");
    if (request->is_from && request->place.book != NULL)
        argp_error(state, "either --from or --book");
    if (export_is_per_student(request) && !is_one && request->output == NULL)
        argp_error(state, "%s needs --output FOLDER, or --student NAME",
            formats[request->format]);
}

static int is_verdict(const struct dirent *entry)
{
    const size_t n = strlen(entry->d_name);
    return n > 5 && strcmp(entry->d_name + n - 5, ".json") == 0;
}

/* A file, or those of a folder by their names. */
static void add_from(struct export_request *request, const char *path)
{
    struct stat status;
    struct dirent **entries;
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode)) {
        args_add(&request->from, path);
        return;
    }
    const int n = scandir(path, &entries, is_verdict, alphasort);
    for (int i = 0; i < n; i++) {
        args_format(&request->from, "%s/%s", path, entries[i]->d_name);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

static error_t parse_option(int key, char *value, struct argp_state *state,
    struct export_request *request)
{
    switch (key) {
    case KEY_FORMAT:
        request->format =
            (enum export_format)take_word(state, "format", formats, value);
        return 0;
    case KEY_IDENTITY:
        request->identity = (enum export_identity)take_word(
            state, "identity", identities, value);
        return 0;
    case KEY_OUTPUT:
        request->output = strcmp(value, "-") == 0 ? NULL : value;
        return 0;
    case KEY_ROSTER:
        request->roster_path = value;
        return 0;
    case KEY_STUDENT:
        request->student = value;
        return 0;
    case KEY_FROM:
        request->is_from = true;
        add_from(request, value);
        return 0;
    default:
        return class_take_place(&request->place, key, value);
    }
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct export_request *request = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        class_take_exercises(&request->exercises, state, value);
        return 0;
    case ARGP_KEY_END:
        finish(state, request);
        return 0;
    default:
        return parse_option(key, value, state, request);
    }
}

static const struct verb verb = {"class export", "", NULL,
    {table, parse_one, "[LAB[/EXERCISE]...]",
        "Hand the marks of a class to another system.\v"
        "Points that are open are never exported as 0: their place stays\n"
        "empty, a note says why, and they are listed on standard error.\n"
        "Without exercises: all that count by the rules of the course.\n"
        "\n"
        "Examples:\n"
        "  parlab class export --format csv --output marks.csv\n"
        "  parlab class export --format canvas --roster canvas.csv -o up.csv\n"
        "  parlab class export --format gradescope --output results/\n"
        "  parlab class export --from verdict.json --format autolab\n"
        "\n"
        "Exit codes: 0 done, 1 done, with open points or with students whom\n"
        "the roster has not, 2 wrong usage, 3 not done.\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISES, NULL};

void export_parse(struct export_request *request, int argc, char **argv)
{
    *request = (struct export_request){.format = EXPORT_FORMATS};
    cmd_parse(&verb, argc, argv, request);
}

void export_clear(struct export_request *request)
{
    args_free(&request->from);
    args_free(&request->exercises);
}
