/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config.h"
#include "grader/base/interrupt.h"
#include "grader/base/mem.h"
#include "grader/base/terminal.h"
#include "grader/base/text.h"
#include "grader/cmd/cmd.h"

/* The command finds its verb and hands over. A verb is a file of its own and
 * a line here; help, manual pages and completion follow from it. */

const struct verb *const cmd_verbs[] = {&verb_start, &verb_list, &verb_read,
    &verb_hint, &verb_explain, &verb_check, &verb_watch, &verb_grade,
    &verb_scale, &verb_debug, &verb_mpi, &verb_reset, &verb_doctor, &verb_data,
    &verb_new, &verb_lint, &verb_bundle, &verb_class, NULL};
enum { N_VERBS = sizeof cmd_verbs / sizeof *cmd_verbs - 1 };

static void print_help(void)
{
    puts("Usage: parlab [VERB [ARGUMENT...]]\n"
         "A course lab kit for parallel programming in C, with a grader that\n"
         "measures speedup. Without a verb: the labs, your points so far, and\n"
         "what is next.\n"
         "\n"
         "Verbs:");
    for (int i = 0; i < N_VERBS; i++)
        printf("  %-8s  %s\n", cmd_verbs[i]->name, cmd_verbs[i]->summary);
    puts("\n"
         "Examples:\n"
         "  parlab start                         the first minute\n"
         "  parlab read threads/gaussian         the handout\n"
         "  parlab watch threads/gaussian        check at every save\n"
         "  parlab check threads/gaussian        check your solution\n"
         "  parlab grade threads/gaussian        grade it, with its speedup\n"
         "  parlab grade --file ~/my.c mpi/matvec\n"
         "  parlab check --help                  all options of a verb\n"
         "\n"
         "Exit codes: 0 full points, 1 graded but not full or with open\n"
         "points, 2 wrong usage, 3 could not grade.");
}

static const struct verb *find_verb(const char *word)
{
    for (int i = 0; i < N_VERBS; i++)
        if (strcmp(word, cmd_verbs[i]->name) == 0)
            return cmd_verbs[i];
    return NULL;
}

static int unknown_verb(const char *word)
{
    const char *names[N_VERBS];
    for (int i = 0; i < N_VERBS; i++)
        names[i] = cmd_verbs[i]->name;
    const char *nearest = text_nearest(word, names, N_VERBS);
    fputs("parlab: there is no \"", stderr);
    text_print_safe(stderr, word, strlen(word), 60);
    fputs("\"", stderr);
    if (nearest != NULL)
        fprintf(stderr, "; did you mean \"%s\"?", nearest);
    fputs("\nTry \"parlab --help\".\n", stderr);
    return CMD_USAGE;
}

static bool is_any(const char *word, const char *a, const char *b)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

/* "parlab help" and "parlab help VERB". */
static int help(int argc, char **argv)
{
    static char option[] = "--help";
    char *words[] = {argv[0], option, NULL};
    if (argc < 2) {
        print_help();
        return CMD_FULL;
    }
    const struct verb *verb = find_verb(argv[1]);
    return verb != NULL ? verb->run(2, words) : unknown_verb(argv[1]);
}

static int run(int argc, char **argv)
{
    if (argc < 2)
        return cmd_overview();
    const char *word = argv[1];
    if (is_any(word, "--version", "-V")) {
        puts("parlab " PACKAGE_VERSION);
        return CMD_FULL;
    }
    if (is_any(word, "--help", "-h"))
        return help(1, argv);
    if (strcmp(word, "help") == 0)
        return help(argc - 1, argv + 1);
    if (strcmp(word, "complete") == 0)
        return cmd_complete(argc - 2, argv + 2);
    const struct verb *verb = find_verb(word);
    return verb != NULL ? verb->run(argc - 1, argv + 1) : unknown_verb(word);
}

/* A standard stream that is closed would lend its number to the next file
 * that is opened, and what is printed would go there. Opened the wrong way
 * round, it is a place that cannot be written to. */
static void fill_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

/* Whether who reads our standard output has left: "parlab list | head". */
static bool is_reader_gone(void)
{
    struct pollfd output = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

int main(int argc, char **argv)
{
    fill_standard_streams();
    terminal_setup();
    interrupt_setup();
    mem_keep();
    /* It leaves a key out when it has no memory for it. */
    json_set_alloc_funcs(mem_bytes, free);
    const int code = run(argc, argv);
    interrupt_allow(true);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    if (interrupt_signal() != 0)
        cmd_stop();
    if (!is_reader_gone())
        fputs("parlab: cannot write to standard output; is it closed, or the "
              "disk full?\n",
            stderr);
    return CMD_BROKEN;
}
