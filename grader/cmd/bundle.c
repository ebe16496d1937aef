/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/cmd/cmd.h"
#include "grader/kit/kit.h"

/* What students get, as one file. The same tree gives the same bytes, so two
 * people can see that they handed out the same, and a checksum can be told. */

enum { KEY_OUTPUT = 'o', KEY_SOLUTIONS = 's' };

static const struct argp_option table[] = {
    {"output", KEY_OUTPUT, "FILE", 0,
        "the tarball; else parlab-VERSION.tar.gz or "
        "parlab-solutions-LAB.tar.gz here",
        0},
    {"solutions", KEY_SOLUTIONS, "LAB", 0,
        "the solutions of a lab instead of the kit, for after the deadline", 0},
    {0},
};

struct request {
    const char *output;
    const char *lab; /* whose solutions; NULL: the kit */
};

static void take_lab(
    struct argp_state *state, struct request *request, const char *word)
{
    struct fail fail;
    size_t n;
    const struct exercise **found = course_find(cmd_course(), word, &n, &fail);
    if (found == NULL)
        argp_error(state, "%s", fail.text);
    else if (strchr(word, '/') != NULL)
        argp_error(
            state, "--solutions takes a whole lab, %s say", found[0]->lab);
    request->lab = word;
    free(found);
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case KEY_OUTPUT:
        if (*value == '\0')
            argp_error(state, "--output takes the name of a file");
        request->output = value;
        return 0;
    case KEY_SOLUTIONS:
        take_lab(state, request, value);
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "\"%s\" is one word too many", value);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void print_done(const struct request *request, const char *output)
{
    struct fail fail;
    struct stat status = {0};
    char sum[65];
    stat(output, &status);
    printf("%s: %lld KiB\n", output, (long long)(status.st_size + 1023) / 1024);
    if (file_sha256_of(output, sum, &fail) == 0)
        printf("sha256 %s\n", sum);
    if (request->lab != NULL)
        printf("Students unpack it where they unpacked the kit, and find\n"
               "%s/solutions/%s there.\n",
            kit_name(), request->lab);
    else
        printf("Students unpack it and run ./bootstrap in %s.\n", kit_name());
}

static int run(int argc, char **argv)
{
    struct fail fail = {""};
    struct request request = {0};
    cmd_parse(&verb_bundle, argc, argv, &request);
    char *output = request.output != NULL ? mem_text(request.output)
                   : request.lab != NULL
                       ? mem_format("parlab-solutions-%s.tar.gz", request.lab)
                       : mem_format("%s.tar.gz", kit_name());
    char *scratch = mem_format("%s/bundle", cmd_folder());
    const int result =
        kit_make(cmd_course(), request.lab, scratch, output, &fail);
    if (interrupt_signal() != 0)
        cmd_stop();
    if (result == 0)
        print_done(&request, output);
    else
        fprintf(stderr, "parlab: %s\n", fail.text);
    free(scratch);
    free(output);
    return result == 0 ? CMD_FULL : CMD_BROKEN;
}

const struct verb verb_bundle = {"bundle",
    "for instructors: what students get, as a tarball", run,
    {table, parse_one, "",
        "Make the kit for students: grader, labs, skeletons.\v"
        "The kit holds what grader/kit/allowed.list names and nothing else:\n"
        "no solutions, no tests, and nobody's work, since skeletons are made\n"
        "afresh. The same tree gives the same bytes on every machine.\n"
        "\n"
        "Examples:\n"
        "  parlab bundle\n"
        "  parlab bundle --output ~/public/labs.tar.gz\n"
        "  parlab bundle --solutions threads     after the deadline\n",
        NULL, NULL, NULL},
    OPERAND_NONE, NULL};
