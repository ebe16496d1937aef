/* SPDX-License-Identifier: MIT */
#include "grader/cmd/options.h"

#include <argp.h>
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/cmd.h"
#include "grader/judge/machine.h"
#include "grader/measure/measure.h"

/* One table of options for both verbs. Numbers are read strictly: what is
 * not wholly a number in range is wrong usage. */

#define BUDGET_S 15.0

const struct argp_option options_table[] = {
    {0, 0, 0, 0, "What to grade (your own file in labs/ if none is given):", 1},
    {"file", 'f', "FILE", 0, "grade FILE as the exercise", 1},
    {"reference", KEY_REFERENCE, 0, 0, "grade the reference solution", 1},
    {"baseline", KEY_BASELINE, 0, 0, "grade the serial baseline", 1},
    {"skeleton", KEY_SKELETON, 0, 0, "grade the untouched skeleton", 1},
    {0, 0, 0, 0, "How:", 2},
    {"seed", KEY_SEED, "N", 0,
        "seed of the random cases; a failing case "
        "names the one it had",
        2},
    {"case", KEY_CASE, "N", 0, "run case N only, without points", 2},
    {"workers", 'w', "P", 0, "workers or ranks to measure with", 2},
    {"budget", KEY_BUDGET, "SECONDS", 0,
        "time for measuring each speedup, at most; 15 unless given", 2},
    {"books", KEY_BOOKS, "DIR", 0,
        "folder with books (*.txt) for the labs "
        "on texts; else PARLAB_BOOKS",
        2},
    {"no-checkers", KEY_NO_CHECKERS, 0, 0,
        "do not look for races and memory errors after the answer (nor with "
        "PARLAB_CHECKERS=no)",
        2},
    {"no-sandbox", KEY_NO_SANDBOX, 0, 0,
        "run without the sandbox; the "
        "result says so",
        2},
    {0, 0, 0, 0, "What to print:", 3},
    {"json", KEY_JSON, "FILE", 0,
        "write the result as JSON; - is standard "
        "output",
        3},
    {"html", KEY_HTML, "DIR", 0,
        "write a report with pictures to DIR, as HTML and as Markdown: "
        "LAB-EXERCISE.html and .md, and index.html for several",
        3},
    {"verbose", 'v', 0, 0, "print every command line that is run", 3},
    {0},
};

static void choose(
    struct argp_state *state, struct options *options, enum candidate one)
{
    if (options->candidate != CANDIDATE_SUBMISSION && options->candidate != one)
        argp_error(state, "only one of --file, --reference, --baseline and "
                          "--skeleton");
    options->candidate = one;
}

static void set_workers(
    struct argp_state *state, struct options *options, const char *text)
{
    options->workers =
        (int)cmd_take_number(state, "--workers", text, 1, MEASURE_WORKERS_MAX);
    const int max = machine_read()->workers_max;
    if (options->workers > max)
        argp_error(state, "--workers %d: %d core%s may be used here",
            options->workers, max, max == 1 ? "" : "s");
}

static double take_seconds(
    struct argp_state *state, const char *name, const char *text)
{
    enum { SECONDS_MAX = 86400 };
    char *end;
    errno = 0;
    const double seconds = strtod(text, &end);
    if (errno != 0 || end == text || *end != '\0' || isspace(text[0]) ||
        !(seconds > 0 && seconds <= SECONDS_MAX))
        argp_error(state, "%s %s: it needs a number of seconds above 0, 15 say",
            name, text);
    return seconds;
}

static void add_exercises(
    struct argp_state *state, struct options *options, const char *name)
{
    struct fail fail;
    size_t n;
    const struct exercise **found = course_find(cmd_course(), name, &n, &fail);
    if (found == NULL)
        argp_error(state, "%s", fail.text);
    for (size_t i = 0; i < n; i++) {
        bool is_there = false;
        for (size_t k = 0; k < options->n_exercises; k++)
            is_there |= options->exercises[k] == found[i];
        if (is_there)
            continue;
        options->exercises = mem_grow(options->exercises, options->n_exercises,
            sizeof *options->exercises);
        options->exercises[options->n_exercises++] = found[i];
    }
    free(found);
}

static void add_all(struct options *options)
{
    const struct course *course = cmd_course();
    for (size_t i = 0; i < course->n_labs; i++)
        for (size_t k = 0; k < course->labs[i].n_exercises; k++) {
            options->exercises = mem_grow(options->exercises,
                options->n_exercises, sizeof *options->exercises);
            options->exercises[options->n_exercises++] =
                &course->labs[i].exercises[k];
        }
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static void check_books(struct argp_state *state, struct options *options)
{
    if (options->books == NULL)
        options->books = getenv("PARLAB_BOOKS");
    if (options->books != NULL && options->books[0] == '\0')
        options->books = NULL;
    if (options->books != NULL && !is_folder(options->books))
        argp_error(state,
            "%s is no folder; --books and PARLAB_BOOKS name "
            "the folder with the books",
            options->books);
}

/* Now rather than after a grading that takes a minute. */
static void make_report_folder(
    struct argp_state *state, const struct options *options)
{
    struct fail fail;
    if (options->html == NULL)
        return;
    if (options->html[0] == '\0' ||
        file_make_folder(options->html, &fail) != 0 ||
        access(options->html, W_OK | X_OK) != 0 || !is_folder(options->html))
        argp_error(state,
            "--html takes a folder that you may write in, or the name of a "
            "new one, not \"%s\"",
            options->html);
}

static void finish(struct argp_state *state, struct options *options)
{
    if (options->n_exercises == 0 && !options->has_speed)
        argp_error(state, "name an exercise or a lab, threads/gaussian say; "
                          "\"parlab list\" shows them");
    if (options->n_exercises == 0)
        add_all(options);
    if (options->candidate == CANDIDATE_FILE && options->n_exercises != 1)
        argp_error(state, "--file needs one exercise");
    if (options->only_case > 0 && options->n_exercises != 1)
        argp_error(state, "--case needs one exercise");
    if (options->only_case > 0 && options->has_speed)
        argp_error(state, "--case goes with \"parlab check\"");
    check_books(state, options);
    make_report_folder(state, options);
}

error_t options_take(int key, char *value, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case 'f':
        choose(state, options, CANDIDATE_FILE);
        options->file = value;
        return 0;
    case KEY_REFERENCE:
        choose(state, options, CANDIDATE_REFERENCE);
        return 0;
    case KEY_BASELINE:
        choose(state, options, CANDIDATE_BASELINE);
        return 0;
    case KEY_SKELETON:
        choose(state, options, CANDIDATE_SKELETON);
        return 0;
    case KEY_SEED:
        options->seed = cmd_take_number(state, "--seed", value, 0, INT_MAX);
        /* The command line of a process is there for all to see. */
        memset(value, '*', strlen(value));
        return 0;
    case KEY_CASE:
        options->only_case = cmd_take_number(state, "--case", value, 1, 100000);
        return 0;
    case 'w':
        set_workers(state, options, value);
        return 0;
    case KEY_BUDGET:
        options->budget_s = take_seconds(state, "--budget", value);
        return 0;
    case KEY_BOOKS:
        options->books = value;
        return 0;
    case KEY_JSON:
        options->json = value;
        return 0;
    case KEY_HTML:
        options->html = value;
        return 0;
    case KEY_NO_SANDBOX:
        options->no_sandbox = true;
        return 0;
    case KEY_NO_CHECKERS:
        options->no_checkers = true;
        return 0;
    case 'v':
        options->is_verbose = true;
        return 0;
    case ARGP_KEY_ARG:
        add_exercises(state, options, value);
        return 0;
    case ARGP_KEY_END:
        finish(state, options);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

void options_parse(
    struct options *options, const struct verb *verb, int argc, char **argv)
{
    unsigned seed = 1;
    const char *checkers = getenv("PARLAB_CHECKERS");
    *options = (struct options){.has_speed = verb == &verb_grade,
        .no_checkers = checkers != NULL && strcmp(checkers, "no") == 0};
    if (getrandom(&seed, sizeof seed, 0) < 0)
        seed = 1;
    options->seed = seed % 1000000;
    options->budget_s = BUDGET_S;
    cmd_parse(verb, argc, argv, options);
}
