/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "grader/base/text.h"
#include "grader/cmd/cmd.h"
#include "grader/cmd/class.h"

/* The second word decides, and has a file and options of its own. Without
 * SQLite and libarchive the verb is there, and says what it lacks. */

/* A word after "class". */
struct word {
    const char *name;
    const char *summary;
    int (*run)(int argc, char **argv);
};

#ifdef HAVE_CLASS
#define RUN(function) function
#else
#define RUN(function) NULL
#endif

#define WORD(name, summary)                                                    \
    {                                                                          \
#name, summary, RUN(class_##name)                                      \
    }
static const struct word words[] = {
    WORD(grade, "grade what a class handed in; goes on where it stopped"),
    WORD(status, "who has what, and what is still to do"),
    WORD(repeat, "grade one submission again, and compare"),
    WORD(override, "set somebody's points, with the reason"),
    {"export", "marks for Moodle, Canvas, Gradescope, Autolab, ...",
        class_export},
    {"package", "an autograder for Gradescope, Autolab or GitHub",
        class_package},
    WORD(report, "pages on the class, and feedback for each student"),
    WORD(similar, "pairs of submissions that look alike"),
};
enum { N_WORDS = sizeof words / sizeof *words };

static const char *const names[] = {"grade", "status", "repeat", "override",
    "export", "package", "report", "similar", NULL};

error_t class_take_place(struct class_place *place, int key, char *value)
{
    if (key == KEY_CLASS_BOOK)
        place->book = value;
    else if (key == KEY_CLASS_POLICY)
        place->policy = value;
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static void print_help(void)
{
    puts("Usage: parlab class WORD [ARGUMENT...]\n"
         "Grade a class, and hand on its marks. All of it is in one file, the\n"
         "gradebook.\n"
         "\n"
         "Words:");
    for (int i = 0; i < N_WORDS; i++)
        printf("  %-8s  %s\n", words[i].name, words[i].summary);
    puts("\n"
         "Examples:\n"
         "  parlab class grade submissions/\n"
         "  parlab class grade moodle.zip threads/gaussian --until 08:00\n"
         "  parlab class status\n"
         "  parlab class grade --help            all options of a word\n"
         "\n"
         "Exit codes: 0 all is done, 1 something is open or was not\n"
         "understood, 2 wrong usage, 3 it could not be done.");
}

static int unknown_word(const char *word)
{
    const char *nearest = text_nearest(word, names, N_WORDS);
    fputs("parlab: class has no word \"", stderr);
    text_print_safe(stderr, word, strlen(word), 60);
    fputs("\"", stderr);
    if (nearest != NULL)
        fprintf(stderr, "; did you mean \"%s\"?", nearest);
    fputs("\nTry \"parlab class --help\".\n", stderr);
    return CMD_USAGE;
}

static int run_word(const struct word *word, int argc, char **argv)
{
    if (word->run != NULL)
        return word->run(argc, argv);
    fprintf(stderr,
        "parlab: this parlab was built without %s; install it, and run "
        "./bootstrap again in parlab's folder\n",
        CLASS_LACKS[0] != '\0' ? CLASS_LACKS : word->name);
    return CMD_BROKEN;
}

static int run(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "--help") == 0 ||
        strcmp(argv[1], "-?") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help();
        return CMD_FULL;
    }
    for (int i = 0; i < N_WORDS; i++)
        if (strcmp(argv[1], words[i].name) == 0)
            return run_word(&words[i], argc - 1, argv + 1);
    return unknown_word(argv[1]);
}

const struct verb verb_class = {"class", "grade a class; its marks", run,
    {NULL, NULL, "WORD [ARGUMENT...]", NULL, NULL, NULL, NULL}, OPERAND_WORDS,
    names};
