/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/grading.h"
#include "grader/cmd/options.h"
#include "grader/report/terminal.h"
#include "grader/sandbox/args.h"

/* The failing case under gdb: the judge prepares the call as always, gdb
 * attaches to the runner that waits for it, stops where the candidate is
 * called, and has the terminal until the user leaves it. Then the verdict on
 * the case follows. */

enum { KEY_RANK = KEY_MORE };

struct request {
    struct options options;
    struct job_debugger debugger;
};

static void add_command(struct args *argv, const char *command)
{
    args_add(argv, "-ex");
    args_add(argv, command);
}

static void make_command(struct args *argv, const char *gdb,
    const struct job_debugger *debugger, pid_t runner)
{
    const struct exercise *exercise = debugger->exercise;
    args_add(argv, gdb);
    args_add(argv, "-q");
    /* Asking a server for other people's symbols is not what one wants. */
    args_add(argv, "-iex");
    args_add(argv, "set debuginfod enabled off");
    args_add(argv, "-iex");
    args_add(argv, "set print symbol-loading off");
    add_command(argv, "set confirm off");
    args_add(argv, "-ex");
    args_format(argv, "directory \"%s\"", debugger->sources);
    args_add(argv, "-p");
    args_format(argv, "%d", (int)runner);
    for (size_t i = 0; exercise->functions[i] != NULL; i++) {
        args_add(argv, "-ex");
        args_format(argv, "break %s", exercise->functions[i]);
    }
    add_command(argv, "continue");
}

/* The child has the terminal, in a process group of its own, so that Ctrl-C
 * reaches gdb and nobody else. */
static void run_gdb(const struct args *argv) __attribute__((noreturn));

static void run_gdb(const struct args *argv)
{
    setpgid(0, 0);
    signal(SIGTTOU, SIG_IGN);
    tcsetpgrp(STDIN_FILENO, getpid());
    signal(SIGTTOU, SIG_DFL);
    interrupt_reset_child();
    execv(argv->items[0], argv->items);
    _exit(127);
}

static pid_t start_gdb(const struct job_debugger *debugger, pid_t runner)
{
    struct args argv = {0};
    char *gdb = file_find_program("gdb");
    make_command(&argv, gdb, debugger, runner);
    fflush(NULL);
    const pid_t pid = fork();
    if (pid == 0)
        run_gdb(&argv);
    if (pid < 0)
        fprintf(stderr, "parlab: cannot start gdb: %s\n", strerror(errno));
    else
        setpgid(pid, pid);
    args_free(&argv);
    free(gdb);
    return pid;
}

/* The terminal belongs to us again. */
static void take_terminal(void)
{
    signal(SIGTTOU, SIG_IGN);
    tcsetpgrp(STDIN_FILENO, getpgrp());
    signal(SIGTTOU, SIG_DFL);
}

/* The first case that fails. @return 0: none does, or it cannot be said. */
static size_t find_failing(struct options *options, int *code)
{
    struct result result;
    struct fail fail;
    size_t number = 0;
    const enum grading_outcome outcome =
        grading_run(options, options->exercises[0], &result, &fail);
    if (outcome == GRADING_STOPPED)
        cmd_stop();
    if (outcome != GRADING_DONE) {
        fprintf(stderr, "parlab: %s\n", fail.text);
        *code = outcome == GRADING_USAGE ? CMD_USAGE : CMD_BROKEN;
        return 0;
    }
    *code = CMD_FULL;
    if (result.is_rejected) {
        terminal_print(stdout, &result);
        *code = CMD_PARTIAL;
    } else {
        const struct correctness *all = &result.correctness;
        for (size_t i = 0; i < all->n_cases && number == 0; i++)
            if (all->cases[i].cause != CASE_PASSED)
                number = all->cases[i].number;
        if (number == 0)
            printf("All %zu cases of %s pass. To debug one of them, name it: "
                   "--case N\n",
                all->n_cases, options->exercises[0]->name);
    }
    result_clear(&result);
    return number;
}

static int debug(struct request *request)
{
    struct fail fail;
    struct result result;
    struct options *options = &request->options;
    options->debugger = &request->debugger;
    printf("Case %zu of %s, seed %llu, compiled without optimization. gdb "
           "stops where your\nfunction is called. Leave it with quit.\n",
        options->only_case, options->exercises[0]->name,
        (unsigned long long)options->seed);
    if (options->exercises[0]->kind == KIND_PROCESSES)
        puts("To follow a worker that your program forks: set "
             "follow-fork-mode child");
    const enum grading_outcome outcome =
        grading_run(options, options->exercises[0], &result, &fail);
    take_terminal();
    switch (outcome) {
    case GRADING_DONE:
        break;
    case GRADING_STOPPED:
        cmd_stop();
    case GRADING_USAGE:
    case GRADING_BROKEN:
        fprintf(stderr, "parlab: %s\n", fail.text);
        return outcome == GRADING_USAGE ? CMD_USAGE : CMD_BROKEN;
    }
    putchar('\n');
    terminal_print(stdout, &result);
    const bool has_passed = !result.is_rejected &&
                            result.correctness.n_cases == 1 &&
                            result.correctness.cases[0].cause == CASE_PASSED;
    result_clear(&result);
    return has_passed ? CMD_FULL : CMD_PARTIAL;
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct request *request = state->input;
    struct options *options = &request->options;
    if (key == KEY_RANK) {
        request->debugger.rank =
            (int)cmd_take_number(state, "--rank", value, 0, 7);
        return 0;
    }
    if (key == ARGP_KEY_NO_ARGS)
        argp_error(state, "name an exercise, threads/gaussian say");
    const error_t error = options_take(key, value, state);
    if (key == ARGP_KEY_ARG && options->n_exercises != 1)
        argp_error(state, "debug needs one exercise, not a lab");
    return error;
}

static int run(int argc, char **argv)
{
    struct request request = {.debugger = {.start = start_gdb}};
    int code = CMD_FULL;
    options_parse(&request.options, &verb_debug, argc, argv);
    char *gdb = file_find_program("gdb");
    const bool has_gdb = gdb != NULL;
    free(gdb);
    if (!has_gdb) {
        fputs("parlab: there is no gdb here; on Debian: apt-get install gdb\n",
            stderr);
        return CMD_BROKEN;
    }
    if (request.options.only_case == 0)
        request.options.only_case = find_failing(&request.options, &code);
    if (request.options.only_case > 0)
        code = debug(&request);
    free(request.options.exercises);
    return code;
}

static const struct argp_option table[] = {
    {"case", KEY_CASE, "N", 0, "debug case N; else the first that fails", 1},
    {"rank", KEY_RANK, "R", 0, "with MPI: the rank to debug, 0 if not given",
        1},
    {"seed", KEY_SEED, "N", 0, "seed of the random cases", 1},
    {"file", 'f', "FILE", 0, "debug FILE as the exercise", 1},
    {"reference", KEY_REFERENCE, 0, 0, "debug the reference solution", 1},
    {"baseline", KEY_BASELINE, 0, 0, "debug the serial baseline", 1},
    {"books", KEY_BOOKS, "DIR", 0, "folder with books; else PARLAB_BOOKS", 1},
    {"verbose", 'v', 0, 0, "print every command line that is run", 1},
    {0},
};

const struct verb verb_debug = {"debug", "a failing case under gdb", run,
    {table, parse_one, "LAB/EXERCISE",
        "Run a failing case under gdb, the debugger.\v"
        "Without --case, all cases are run first, and the first that fails is\n"
        "taken. The program runs without the sandbox and without a time\n"
        "limit. Of an MPI program one rank is debugged, and the others run.\n"
        "\n"
        "Examples:\n"
        "  parlab debug threads/gaussian\n"
        "  parlab debug threads/gaussian --case 12 --seed 7\n"
        "  parlab debug mpi/matvec --case 3 --rank 1\n"
        "\n"
        "In gdb: next (a line), step (into a call), print NAME, backtrace,\n"
        "info threads, continue, quit.\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISE, NULL};
