/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <sys/random.h>

#include "grader/cmd/cmd.h"
#include "grader/cmd/watch_loop.h"

/* The options of watch: those of check that make sense at every save. */

enum { KEY_POLL = 256, KEY_WATCH_BOOKS, KEY_WATCH_SEED, KEY_WATCH_NO_SANDBOX };

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct watch_request *request = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        cmd_take_exercise(state, value, &request->exercise);
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name an exercise, threads/gaussian say");
        return 0;
    case 'f':
        request->file = value;
        return 0;
    case KEY_POLL:
        request->is_polled = true;
        return 0;
    case KEY_WATCH_SEED:
        request->seed = cmd_take_number(state, "--seed", value, 0, INT_MAX);
        return 0;
    case KEY_WATCH_BOOKS:
        request->books = value;
        return 0;
    case KEY_WATCH_NO_SANDBOX:
        request->no_sandbox = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int run(int argc, char **argv)
{
    unsigned seed = 1;
    struct watch_request request = {0};
    if (getrandom(&seed, sizeof seed, 0) < 0)
        seed = 1;
    request.seed = seed % 1000000;
    cmd_parse(&verb_watch, argc, argv, &request);
    return watch_loop(&request);
}

static const struct argp_option options[] = {
    {"file", 'f', "FILE", 0, "watch FILE as the exercise", 0},
    {"seed", KEY_WATCH_SEED, "N", 0, "seed of the random cases", 0},
    {"books", KEY_WATCH_BOOKS, "DIR", 0,
        "folder with books (*.txt) for the labs on texts; else PARLAB_BOOKS",
        0},
    {"no-sandbox", KEY_WATCH_NO_SANDBOX, 0, 0, "run without the sandbox", 0},
    {"poll", KEY_POLL, 0, 0,
        "look at the file every two seconds; for folders where saves are not "
        "noticed",
        0},
    {0},
};

const struct verb verb_watch = {"watch", "check again at every save", run,
    {options, parse_one, "LAB/EXERCISE",
        "Check an exercise now and at every save of your file, until you "
        "quit.\v"
        "Above the verdict stands what has changed since the last one. On a\n"
        "terminal single keys work: h shows a hint, e explains what was "
        "found,\n"
        "g grades, n goes on with the next exercise, q quits. On a login node\n"
        "it checks every ten seconds at most. The exit code is the last\n"
        "check's.\n"
        "\n"
        "Examples:\n"
        "  parlab watch threads/gaussian\n"
        "  parlab watch --file ~/my.c pools/pool\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISE, NULL};
