/* SPDX-License-Identifier: MIT */
#include "grader/cmd/class_grade.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/date.h"
#include "grader/base/mem.h"
#include "grader/judge/machine.h"

/* The words that name exercises are kept as they are: which exercises there
 * are follows from the rules, and these may be named behind them. */

enum {
    KEY_SEED = 256,
    KEY_SEED_PER_STUDENT,
    KEY_UNTIL,
    KEY_REGRADE,
    KEY_REGRADE_OPEN,
    KEY_BUDGET,
    KEY_CHECKS_ONLY,
    KEY_NO_CHECKERS,
};
enum { JOBS_MAX = 256 };

static double take_budget(struct argp_state *state, const char *text)
{
    char *end;
    const double seconds = strtod(text, &end);
    if (end == text || *end != '\0' || !(seconds > 0 && seconds <= 86400))
        argp_error(state,
            "--budget %s: it needs a number of seconds above 0, 15 say", text);
    return seconds;
}

static time_t take_until(struct argp_state *state, const char *text)
{
    time_t when = 0;
    if (!date_read_clock(text, time(NULL), &when) &&
        !date_read(text, false, &when))
        argp_error(state,
            "--until takes a time of the day, 08:00, or a day and a time, "
            "\"2026-03-14 08:00\", not \"%s\"",
            text);
    return when;
}

static error_t parse_option(int key, char *value, struct argp_state *state,
    struct class_request *request)
{
    struct class_setup *setup = &request->setup;
    switch (key) {
    case KEY_SEED:
        setup->seed = cmd_take_number(state, "--seed", value, 0, INT_MAX);
        request->has_seed = true;
        memset(value, '*', strlen(value)); /* not for all to see */
        return 0;
    case KEY_SEED_PER_STUDENT:
        setup->has_seed_per_student = true;
        return 0;
    case KEY_UNTIL:
        setup->until = take_until(state, value);
        return 0;
    case KEY_REGRADE:
        setup->again = CLASS_AGAIN_ALL;
        return 0;
    case KEY_REGRADE_OPEN:
        setup->again = CLASS_AGAIN_OPEN;
        return 0;
    case 'j':
        setup->n_jobs =
            (int)cmd_take_number(state, "--jobs", value, 1, JOBS_MAX);
        return 0;
    case KEY_BUDGET:
        setup->budget_s = take_budget(state, value);
        return 0;
    case KEY_CHECKS_ONLY:
        setup->checks_only = true;
        return 0;
    case KEY_NO_CHECKERS:
        setup->has_checkers = false;
        return 0;
    case 'v':
        request->is_verbose = true;
        return 0;
    default:
        return class_take_place(&request->place, key, value);
    }
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct class_request *request = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        if (request->folder == NULL) {
            request->folder = value;
            return 0;
        }
        request->words =
            mem_grow(request->words, request->n_words, sizeof *request->words);
        request->words[request->n_words++] = value;
        return 0;
    case ARGP_KEY_END:
        if (request->setup.again == CLASS_AGAIN_OPEN &&
            request->setup.checks_only)
            argp_error(state, "--regrade-open measures speed, which "
                              "--checks-only leaves out");
        return 0;
    default:
        return parse_option(key, value, state, request);
    }
}

static const struct argp_option table[] = {
    {0, 0, 0, 0, "How:", 1},
    {"seed", KEY_SEED, "N", 0,
        "seed of the random cases; at random, and the "
        "gradebook's ever after, unless given",
        1},
    {"seed-per-student", KEY_SEED_PER_STUDENT, 0, 0,
        "each student gets cases of their own", 1},
    {"jobs", 'j', "N", 0, "checks at a time; as many as cores unless given", 1},
    {"budget", KEY_BUDGET, "SECONDS", 0,
        "time for measuring each speedup, at most; 15 unless given", 1},
    {"until", KEY_UNTIL, "TIME", 0,
        "begin nothing after that: 08:00, or \"2026-03-14 08:00\"", 1},
    {"regrade", KEY_REGRADE, 0, 0,
        "grade anew what has a result, which is kept", 1},
    {"regrade-open", KEY_REGRADE_OPEN, 0, 0,
        "only what has open points, on a quieter machine say", 1},
    {"checks-only", KEY_CHECKS_ONLY, 0, 0,
        "only see what is right; what speed is worth stays open", 1},
    {"no-checkers", KEY_NO_CHECKERS, 0, 0,
        "do not look for races and memory errors after the answer", 1},
    {"verbose", 'v', 0, 0, "list all files that are not taken", 1},
    {0, 0, 0, 0, "Where:", 9},
    CLASS_PLACE_OPTIONS,
    {0},
};

static const struct verb verb = {"class grade", NULL, NULL,
    {table, parse_one, "[DIR|ARCHIVE] [LAB[/EXERCISE]...]",
        "Grade what a class handed in, into one file, the gradebook.\v"
        "Found are DIR/STUDENT/LAB/EXERCISE.c, DIR/STUDENT/EXERCISE.c where "
        "one\n"
        "lab only has it, STUDENT_LAB_EXERCISE.c, and the archives that "
        "Moodle,\n"
        "Canvas and Gradescope offer for download, packed or unpacked. For "
        "one\n"
        "exercise's archive, name the exercise.\n"
        "\n"
        "First all is checked, then all is graded. Interrupted by anything, "
        "the\n"
        "same command goes on where it was. What has a result is not graded\n"
        "again; what a student hands in later is a further attempt.\n"
        "\n"
        "Examples:\n"
        "  parlab class grade submissions/\n"
        "  parlab class grade moodle.zip threads/gaussian --until 08:00\n"
        "  parlab class grade                 go on\n"
        "  parlab class grade --regrade-open  measure what is still open\n"
        "\n"
        "Exit codes: 0 all is graded, 1 something is left or was not "
        "understood,\n"
        "2 wrong usage, 3 it could not be done.\n",
        NULL, NULL, NULL},
    OPERAND_NONE, NULL};

void class_grade_parse(struct class_request *request, int argc, char **argv)
{
    const char *checkers = getenv("PARLAB_CHECKERS");
    *request = (struct class_request){
        .setup = {.n_jobs = machine_read()->workers_max,
            .has_checkers = checkers == NULL || strcmp(checkers, "no") != 0}};
    cmd_parse(&verb, argc, argv, request);
}
