/* SPDX-License-Identifier: MIT */
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/text.h"
#include "grader/cmd/catalogue.h"
#include "grader/cmd/class.h"
#include "grader/cmd/progress.h"
#include "grader/gradebook/work.h"
#include "grader/site/site.h"

/* The pages of a class. Only what the gradebook holds is shown; nothing is
 * graded here. The gradebook is written to once: it remembers the key of the
 * pseudonyms, so that they are the same in every report, and a report of
 * another class tells nothing of this one. */

enum { KEY_OUTPUT = 256, KEY_HIDE, KEY_NAMES };
enum { KEY_BYTES = 16 };

static const char key_name[] = "key of pseudonyms";

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
        "cases, unless a deadline is not over yet.\n"
        "\n"
        "Examples:\n"
        "  parlab class report --book spring.sqlite\n"
        "  parlab class report --output spring\n"
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
        .now = time(NULL),
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

static char *new_key(void)
{
    unsigned char bytes[KEY_BYTES];
    char *key = mem_new(2 * KEY_BYTES + 1, 1);
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        fail_grader("the kernel gives no random numbers");
    for (int i = 0; i < KEY_BYTES; i++)
        snprintf(key + 2 * i, 3, "%02x", bytes[i]);
    return key;
}

/* Two that look for it at once: what is there afterwards is the key.
 * @return new; NULL after a message. */
static char *pseudonym_key(const struct class_place *place)
{
    struct fail fail = {""};
    struct gradebook *book = class_open(place, GRADEBOOK_WRITE);
    char *key = gradebook_recall(book, key_name);
    if (key == NULL) {
        char *made = new_key();
        if (gradebook_remember(book, key_name, made, &fail) == 0)
            key = gradebook_recall(book, key_name);
        free(made);
    }
    gradebook_close(book);
    if (key == NULL)
        fprintf(
            stderr, "parlab: cannot keep the pseudonyms' key: %s\n", fail.text);
    return key;
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
    char *key = request.is_hidden ? pseudonym_key(&request.place) : NULL;
    const int code = request.is_hidden && key == NULL
                         ? CMD_BROKEN
                         : write_site(&request, marks, policy, names, key);
    free(key);
    marks_free(marks);
    policy_free(policy);
    free(names);
    return code;
}
