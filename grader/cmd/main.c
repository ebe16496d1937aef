/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "grader/base/interrupt.h"
#include "grader/base/text.h"
#include "grader/cmd/cmd.h"

/* The command finds its verb and hands over. */

static const struct verb {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary;
} verbs[] = {
    {"list", cmd_list, "the labs and their exercises"},
    {"check", cmd_check, "is it right? a few seconds"},
    {"grade", cmd_grade, "is it right and faster? points and speedup"},
    {"doctor", cmd_doctor, "what this machine has, and what is missing"},
};
enum { N_VERBS = sizeof verbs / sizeof *verbs };

static void print_help(void)
{
    puts("Usage: parlab                  the labs, and what is next\n"
         "       parlab VERB [ARGUMENT...]\n"
         "\n"
         "A course lab kit for parallel programming in C, with a grader that\n"
         "measures speedup.\n");
    for (int i = 0; i < N_VERBS; i++)
        printf("  %-8s  %s\n", verbs[i].name, verbs[i].summary);
    puts("\n"
         "Examples:\n"
         "  parlab check threads/gaussian        check your solution\n"
         "  parlab grade threads/gaussian        grade it, with its speedup\n"
         "  parlab grade --file ~/my.c mpi/matvec\n"
         "  parlab check --help                  all options of a verb\n"
         "\n"
         "Exit codes: 0 full points, 1 graded but not full or with open\n"
         "points, 2 wrong usage, 3 could not grade.");
}

static int unknown_verb(const char *word)
{
    const char *names[N_VERBS];
    for (int i = 0; i < N_VERBS; i++)
        names[i] = verbs[i].name;
    const char *nearest = text_nearest(word, names, N_VERBS);
    fprintf(stderr, "parlab: there is no \"%s\"", word);
    if (nearest != NULL)
        fprintf(stderr, "; did you mean \"%s\"?", nearest);
    fputs("\nTry \"parlab --help\".\n", stderr);
    return CMD_USAGE;
}

static int run(int argc, char **argv)
{
    if (argc < 2)
        return cmd_overview(argc, argv);
    const char *word = argv[1];
    if (strcmp(word, "--version") == 0) {
        puts("parlab " PACKAGE_VERSION);
        return CMD_FULL;
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ||
        strcmp(word, "help") == 0) {
        print_help();
        return CMD_FULL;
    }
    for (int i = 0; i < N_VERBS; i++)
        if (strcmp(word, verbs[i].name) == 0)
            return verbs[i].run(argc - 1, argv + 1);
    return unknown_verb(word);
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "");
    interrupt_setup();
    const int code = run(argc, argv);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    fputs(
        "parlab: cannot write to standard output; is the disk full?\n", stderr);
    return CMD_BROKEN;
}
