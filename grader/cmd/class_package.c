/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grader/base/file.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/cmd/class.h"
#include "grader/kit/kit.h"

/* An autograder is the kit for students, which holds no solution, and the few
 * scripts of grader/kit that build it, grade one submission and write what
 * the system reads. The very same code as here writes it. */

enum { KEY_FOR = 'f', KEY_OUTPUT = 'o', KEY_RULES = 'p', BYTES_MAX = 1 << 20 };

static const struct argp_option table[] = {
    {"for", KEY_FOR, "SYSTEM", 0, "gradescope, autolab or github", 0},
    {"output", KEY_OUTPUT, "DIR", 0,
        "a new folder for it; parlab-SYSTEM if not given", 0},
    {"policy", KEY_RULES, "FILE", 0,
        "rules in the form of labs/course.conf, which go with it", 0},
    {0}};

/* A system: where its files go. */
static const struct system {
    const char *name;
    const char *scripts; /* folder of what only it has */
    const char *to; /* where those go, below the output */
    const char *parts; /* where kit and common scripts go */
    const char *next; /* what to do with the folder that was printed */
} systems[] = {
    {"gradescope", "grader/kit/gradescope", "", "",
        "Zip the files in it, not the folder itself (zip -r ../autograder.zip "
        ". in it),\nand upload the zip as the autograder of a programming "
        "assignment.\n"},
    {"autolab", "grader/kit/autolab", "", "autograde",
        "Upload autograde-Makefile and autograde.tar as the autograder's "
        "Makefile and\ntar; call the problems as the exercises.\n"},
    {"github", "grader/kit/github", ".github/workflows", ".github/parlab",
        "Copy what is in it, .github included, to the repository that "
        "students start from.\n"},
};
enum { N_SYSTEMS = sizeof systems / sizeof *systems };

struct request {
    const struct system *system;
    const char *output;
    const char *policy;
    char *rules; /* text of the policy; NULL for none */
    struct args exercises; /* names */
};

static const struct system *find_system(
    struct argp_state *state, const char *word)
{
    for (int i = 0; i < N_SYSTEMS; i++)
        if (strcmp(systems[i].name, word) == 0)
            return &systems[i];
    argp_error(
        state, "--for takes gradescope, autolab or github, not \"%s\"", word);
    return NULL;
}

static bool is_empty(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    size_t n = 0;
    if (folder == NULL)
        return errno == ENOENT;
    while ((entry = readdir(folder)) != NULL)
        n +=
            strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(folder);
    return n == 0;
}

static void finish(struct argp_state *state, struct request *request)
{
    if (request->system == NULL)
        argp_error(
            state, "say what it is --for: gradescope, autolab or github");
    if (request->exercises.n == 0)
        argp_error(state, "name the exercises that are handed in there, "
                          "threads/gaussian say");
    if (request->output != NULL && !is_empty(request->output))
        argp_error(
            state, "--output takes a new folder; %s is none", request->output);
}

static error_t parse_one(int key, char *value, struct argp_state *state)
{
    struct request *request = state->input;
    switch (key) {
    case KEY_FOR:
        request->system = find_system(state, value);
        return 0;
    case KEY_OUTPUT:
        request->output = value;
        return 0;
    case KEY_RULES:
        request->policy = value;
        return 0;
    case ARGP_KEY_ARG:
        class_take_exercises(&request->exercises, state, value);
        return 0;
    case ARGP_KEY_END:
        finish(state, request);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* Rules that cannot be read here cannot be read there. */
static int read_rules(struct request *request, struct fail *fail)
{
    if (request->policy == NULL)
        return 0;
    struct policy *policy = policy_read(cmd_course(), request->policy, fail);
    if (policy == NULL)
        return -1;
    int result = 0;
    for (size_t i = 0; result == 0 && i < request->exercises.n; i++)
        if (policy_find(policy, request->exercises.items[i]) == NULL)
            result = fail_set(fail, "by the rules in %s %s does not count",
                request->policy, request->exercises.items[i]);
    policy_free(policy);
    if (result == 0)
        request->rules = file_read(request->policy, BYTES_MAX, NULL, fail);
    return result == 0 && request->rules != NULL ? 0 : -1;
}

static int write_text(
    const char *folder, const char *name, const char *text, struct fail *fail)
{
    char *path = mem_format("%s/%s", folder, name);
    const int result = file_write(path, text, strlen(text), fail);
    free(path);
    return result;
}

static char *list_of(const struct request *request)
{
    char *text = NULL;
    size_t size;
    FILE *to = mem_stream(&text, &size);
    for (size_t i = 0; i < request->exercises.n; i++)
        fprintf(to, "%s\n", request->exercises.items[i]);
    fclose(to);
    return text;
}

/* The kit, the scripts that all systems share, and what is to be graded. */
static int write_parts(
    const struct request *request, const char *folder, struct fail *fail)
{
    char *scratch = mem_format("%s/kit", cmd_folder());
    char *kit = mem_format("%s/parlab.tar.gz", folder);
    char *list = list_of(request);
    int result = file_make_folder(folder, fail);
    if (result == 0)
        result = kit_make(cmd_course(), NULL, scratch, kit, fail);
    if (result == 0)
        result = kit_copy(cmd_course(), "grader/kit/common", folder, fail);
    if (result == 0)
        result = write_text(folder, "exercises", list, fail);
    if (result == 0 && request->rules != NULL)
        result = write_text(folder, "course.conf", request->rules, fail);
    free(list);
    free(kit);
    free(scratch);
    return result;
}

/* For Autolab all but its Makefile goes into one more tarball. */
static int pack_autolab(const char *output, struct fail *fail)
{
    char *parts = mem_format("%s/autograde", output);
    char *from = mem_format("%s/run.sh", output);
    char *to = mem_format("%s/run.sh", parts);
    char *tar = mem_format("%s/autograde.tar", output);
    int result = 0;
    if (rename(from, to) != 0)
        result = fail_errno(fail, "cannot move %s", from);
    if (result == 0)
        result = kit_pack(output, "autograde", tar, fail);
    if (result == 0)
        file_remove_folder(parts);
    free(tar);
    free(to);
    free(from);
    free(parts);
    return result;
}

static int write_package(
    const struct request *request, const char *output, struct fail *fail)
{
    const struct system *system = request->system;
    char *parts = mem_format("%s/%s", output, system->parts);
    char *scripts = mem_format("%s/%s", output, system->to);
    int result = file_make_folder(output, fail);
    if (result == 0)
        result = write_parts(request, parts, fail);
    if (result == 0)
        result = kit_copy(cmd_course(), system->scripts, scripts, fail);
    if (result == 0 && strcmp(system->name, "autolab") == 0)
        result = pack_autolab(output, fail);
    free(scripts);
    free(parts);
    return result;
}

static const struct verb verb = {"class package", "", NULL,
    {table, parse_one, "LAB[/EXERCISE]...",
        "Make an autograder for another system.\v"
        "It builds the kit for students there, grades what one student handed\n"
        "in, and writes what the system reads. Where fewer than two cores may\n"
        "be used it grades correctness, and says that the points for speed\n"
        "are open: grade those on a machine of your own.\n"
        "\n"
        "Examples:\n"
        "  parlab class package --for gradescope threads/gaussian\n"
        "  parlab class package --for github -o template threads pools\n",
        NULL, NULL, NULL},
    OPERAND_EXERCISES, NULL};

int class_package(int argc, char **argv)
{
    struct fail fail = {""};
    struct request request = {0};
    cmd_parse(&verb, argc, argv, &request);
    char *output = request.output != NULL
                       ? mem_text(request.output)
                       : mem_format("parlab-%s", request.system->name);
    int result = read_rules(&request, &fail);
    if (result == 0 && !is_empty(output))
        result = fail_set(&fail,
            "%s is there already; remove it, or name another with --output",
            output);
    if (result == 0)
        result = write_package(&request, output, &fail);
    if (interrupt_signal() != 0)
        cmd_stop();
    if (result == 0)
        printf("%s is ready. %s", output, request.system->next);
    else
        fprintf(stderr, "parlab: %s\n", fail.text);
    free(output);
    free(request.rules);
    args_free(&request.exercises);
    return result == 0 ? CMD_FULL : CMD_BROKEN;
}
