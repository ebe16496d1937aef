/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/mpi_run.h"
#include "grader/report/json.h"

/* For MPI programs that belong to no exercise. What is said goes to standard
 * error, since standard output is the program's. */

enum { KEY_JSON = 256 };

struct request {
    const char *json; /* NULL: none is wanted */
    const char *const *command; /* NULL at the end; NULL before */
};

static int report(const struct request *request, const struct traffic *traffic)
{
    struct fail fail;
    struct findings unsaid = traffic->findings;
    struct traffic printed = *traffic;
    if (traffic->is_ended) /* they were printed at once */
        unsaid.n = 0;
    printed.findings = unsaid;
    fflush(stdout);
    traffic_print(stderr, &printed);
    if (request->json != NULL) {
        json_t *document = traffic_json(traffic);
        const int result = json_write(document, request->json, &fail);
        json_decref(document);
        if (result != 0) {
            fprintf(stderr, "parlab: %s\n", fail.text);
            return CMD_BROKEN;
        }
    }
    const bool is_well = traffic->findings.n == 0 && traffic->exit_code == 0;
    return is_well ? CMD_FULL : CMD_PARTIAL;
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case KEY_JSON:
        request->json = value;
        return 0;
    case ARGP_KEY_ARGS:
        request->command = (const char *const *)state->argv + state->next;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(
            state, "say what to run: parlab mpi -- mpirun -np 4 ./a.out");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Options after the command are the command's, with a "--" before it or
 * without. @return new; one word more. */
static char **mark_command(int argc, char **argv)
{
    static char mark[] = "--";
    int at = 1;
    while (at < argc && argv[at][0] == '-' && strcmp(argv[at], mark) != 0)
        at += strcmp(argv[at], "--json") == 0 ? 2 : 1;
    at = at < argc ? at : argc;
    char **words = mem_new((size_t)argc + 2, sizeof *words);
    memcpy(words, argv, (size_t)at * sizeof *words);
    words[at] = mark;
    memcpy(words + at + 1, argv + at, (size_t)(argc - at) * sizeof *words);
    if (at < argc && strcmp(argv[at], mark) == 0)
        memcpy(words + at, argv + at, (size_t)(argc - at + 1) * sizeof *words);
    return words;
}

static int run(int argc, char **argv)
{
    struct request request = {0};
    struct traffic traffic;
    struct fail fail;
    char **words = mark_command(argc, argv);
    int n_words = 0;
    while (words[n_words] != NULL)
        n_words++;
    cmd_parse(&verb_mpi, n_words, words, &request);
    if (mpi_run(request.command, &traffic, &fail) != 0) {
        fprintf(stderr, "parlab: %s\n", fail.text);
        return CMD_BROKEN;
    }
    const int code = report(&request, &traffic);
    free(words);
    mpi_view_free(&traffic.view);
    findings_free(&traffic.findings);
    if (interrupt_signal() != 0)
        cmd_end_by_signal();
    return code;
}

static const struct argp_option table[] = {
    {"json", KEY_JSON, "FILE", 0,
        "write the same for a machine to read; - is standard output", 0},
    {0},
};

const struct verb verb_mpi = {"mpi",
    "what an MPI program of your own waits for", run,
    {table, parse_one, "-- COMMAND [ARGUMENT...]",
        "Run an MPI program and say what goes wrong between its ranks.\v"
        "Ranks that wait for each other for ever are named, with their calls,\n"
        "within two seconds, and the program is ended. At the end: how long\n"
        "each rank computed and waited, collective calls that do not fit,\n"
        "messages that nobody received.\n"
        "\n"
        "Examples:\n"
        "  parlab mpi -- mpirun -np 4 ./a.out\n"
        "  parlab mpi --json report.json -- mpirun -np 2 ./halo 1000\n"
        "\n"
        "The program needs no change and no other compiler, only an MPI that\n"
        "is a shared library. It runs as you, without a sandbox and without a\n"
        "time limit. Recorded are MPI functions called from C or C++, up to "
        "64\n"
        "ranks, on this machine; of several MPI programs that the command\n"
        "starts, the last. Calls from Fortran are not recorded, nor those of "
        "a\n"
        "program whose threads call MPI at the same time.\n"
        "\n"
        "Exit codes: 0 it ended well and nothing was found, 1 something was\n"
        "found or the command failed, 2 wrong usage, 3 it could not be run.\n",
        NULL, NULL, NULL},
    OPERAND_NONE, NULL};
