/* SPDX-License-Identifier: MIT */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/catalogue.h"
#include "grader/cmd/class.h"
#include "grader/cmd/progress.h"
#include "grader/site/site.h"

/* The pages of a class. Only what the gradebook holds is shown; nothing is
 * graded here, and nothing is written to the gradebook. */

enum { KEY_OUTPUT = 256, KEY_HIDE, KEY_NAMES };

static const struct argp_option table[] = {
    {"output", KEY_OUTPUT, "DIR", 0,
        "the folder to write; class-report unless given. An earlier report in "
        "it is replaced as a whole",
        1},
    {"hide-names", KEY_HIDE, NULL, 0,
        "pseudonyms in place of names, in names of files too", 2},
    {"names", KEY_NAMES, "FILE", 0,
        "with --hide-names: where it is written who is who; DIR.names.csv "
        "unless given",
        2},
    CLASS_PLACE_OPTIONS,
    {0},
};

struct request {
    struct class_place place;
    const char *output;
    bool is_hidden;
    const char *names;
};

static error_t take(int key, char *value, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case KEY_OUTPUT:
        if (*value == '\0')
            argp_error(state, "--output takes a folder");
        request->output = value;
        return 0;
    case KEY_HIDE:
        request->is_hidden = true;
        return 0;
    case KEY_NAMES:
        request->names = value;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "there is nothing to name but options");
        return 0;
    case ARGP_KEY_END:
        if (request->names != NULL && !request->is_hidden)
            argp_error(state, "--names is for --hide-names");
        return 0;
    default:
        return class_take_place(&request->place, key, value);
    }
}

static const struct verb verb = {"class report", NULL, NULL,
    {table, take, NULL,
        "Make pages of a class: the class at a glance, a page for each student "
        "with\n"
        "questions for an oral exam, and feedback to hand back.\v"
        "DIR/index.html           begin here\n"
        "DIR/students/            a page for each student; not for students\n"
        "DIR/feedback/STUDENT/    Markdown and pages for each exercise, with\n"
        "                         nothing about others: to hand back\n"
        "\n"
        "The pages need no network and no scripts. Feedback names the seed of "
        "the\n"
        "cases: hand it back when nobody can hand in any more.\n"
        "\n"
        "Examples:\n"
        "  parlab class report\n"
        "  parlab class report --output spring --book spring.sqlite\n"
        "  parlab class report --hide-names --output to-show\n",
        NULL, NULL, NULL},
    OPERAND_NONE, NULL};

static bool show_progress(size_t n_done, size_t n_students)
{
    progress_show("%zu of %zu students", n_done, n_students);
    return interrupt_signal() == 0;
}

/* Who is who must not lie in what is shown around. */
static bool is_within(const char *path, const char *folder)
{
    char *copy = mem_text(path);
    char *above = realpath(dirname(copy), NULL);
    char *real = realpath(folder, NULL);
    const size_t n = real != NULL ? strlen(real) : 0;
    const bool is_below = above != NULL && real != NULL &&
                          text_starts(above, real) &&
                          (above[n] == '\0' || above[n] == '/');
    free(real);
    free(above);
    free(copy);
    return is_below ||
           (text_starts(path, folder) && path[strlen(folder)] == '/');
}

static char *names_path(const struct request *request)
{
    if (request->names != NULL)
        return mem_text(request->names);
    size_t n = strlen(request->output);
    while (n > 1 && request->output[n - 1] == '/')
        n--;
    return mem_format("%.*s.names.csv", (int)n, request->output);
}

static int write_site(const struct request *request, const struct marks *marks,
    const struct policy *policy, const char *names, const char *key)
{
    struct fail fail, no_pictures;
    char *explanations = catalogue_folder();
    const struct site_setup setup = {.marks = marks,
        .policy = policy,
        .explanations = explanations,
        .key = key,
        .names = names,
        .folder = request->output,
        .progress = show_progress};
    progress_start("parlab class report");
    const int result = site_write(&setup, &no_pictures, &fail);
    progress_end();
    free(explanations);
    if (interrupt_signal() != 0)
        cmd_stop();
    if (result != 0) {
        fprintf(stderr, "parlab: %s\n", fail.text);
        return CMD_BROKEN;
    }
    if (no_pictures.text[0] != '\0')
        fprintf(stderr, "parlab: the report has no pictures: %s\n",
            no_pictures.text);
    printf("The report: %s/index.html\n", request->output);
    if (key != NULL)
        printf("Who is who: %s (keep it to yourself)\n", names);
    return CMD_FULL;
}

int class_report(int argc, char **argv)
{
    struct request request = {.output = "class-report"};
    struct policy *policy;
    cmd_parse(&verb, argc, argv, &request);
    char *names = names_path(&request);
    if (is_within(names, request.output)) {
        fprintf(stderr,
            "parlab: --names must not lie in %s, which is the report\n",
            request.output);
        free(names);
        return CMD_USAGE;
    }
    struct marks *marks = class_marks(&request.place, &policy);
    const int code = write_site(&request, marks, policy, names, NULL);
    marks_free(marks);
    policy_free(policy);
    free(names);
    return code;
}
