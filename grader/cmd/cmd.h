/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CMD_H
#define PARLAB_CMD_CMD_H

#include <argp.h>

#include "grader/base/fail.h"
#include "grader/course/course.h"

/** @file What the verbs of the command share. */

/** Exit codes. */
enum {
    CMD_FULL = 0, /**< everything asked for reached full points */
    CMD_PARTIAL = 1, /**< graded, not full or with open points */
    CMD_USAGE = 2, /**< wrong usage */
    CMD_BROKEN = 3, /**< could not grade */
};

/** What the words after a verb are, for completion. */
enum operand {
    OPERAND_NONE,
    OPERAND_EXERCISE, /**< one LAB/EXERCISE, then options */
    OPERAND_EXERCISES, /**< any number of LAB and LAB/EXERCISE */
    OPERAND_DIAGNOSIS, /**< the name of one */
    OPERAND_WORDS, /**< one of verb.words, then files */
};

/** A verb of the command. Its help, the manual page and completion are all
 *  made from this. */
struct verb {
    const char *name;
    const char *summary; /**< half a line, for the list of verbs */
    /** Take the arguments, argv[0] included. @return exit code. */
    int (*run)(int argc, char **argv);
    struct argp argp; /**< options, operands and texts of --help */
    enum operand operand;
    const char *const *words; /**< OPERAND_WORDS: NULL at the end */
};

/** One a file, in the order in which --help lists them. */
extern const struct verb verb_start, verb_list, verb_read, verb_hint,
    verb_explain, verb_check, verb_watch, verb_grade, verb_scale, verb_debug,
    verb_mpi, verb_reset, verb_doctor, verb_data, verb_new, verb_lint,
    verb_bundle, verb_class;

/** All verbs; NULL at the end. */
extern const struct verb *const cmd_verbs[];

/** Parse a verb's arguments with its argp; ends the process with exit code 2
 *  on wrong usage and 0 after --help.
 *  @param input  for the parser of the argp. */
void cmd_parse(const struct verb *verb, int argc, char **argv, void *input);

/** What is printed when no verb is given: the labs, and what is next.
 *  @return exit code. */
int cmd_overview(void);

/** What to go on with after an exercise: the next one in teaching order that
 *  has not all points yet, those before it at last.
 *  @return NULL: all others are done. */
const struct exercise *cmd_next(const struct exercise *exercise);

/** Print what may stand at the end of a command line, for the shell.
 *  @param argv  the words after "parlab complete"; the last one is begun.
 *  @return exit code. */
int cmd_complete(int argc, char **argv);

/** Read the course of this installation, or end with exit code 3.
 *  @return borrowed, read once. */
const struct course *cmd_course(void);

/** Take an operand that must name one exercise; ends the process with exit
 *  code 2 when it does not.
 *  @param[in,out] exercise  NULL before; a second one is wrong usage. */
void cmd_take_exercise(struct argp_state *state, const char *word,
    const struct exercise **exercise);

/** Take an option's value that must be a whole number in a range; ends the
 *  process with exit code 2 when it is not. */
unsigned long long cmd_take_number(struct argp_state *state, const char *name,
    const char *word, unsigned long long min, unsigned long long max);

/** A private folder that is removed when the process ends, or exit code 3.
 *  @return borrowed. */
const char *cmd_folder(void);

/** Whether a submission is not begun: not there, or still the skeleton. */
bool cmd_is_untouched(const struct exercise *exercise);

/** End as a process that a signal has ended does, after a message. */
void cmd_stop(void) __attribute__((noreturn));

/** The same without the message. */
void cmd_end_by_signal(void) __attribute__((noreturn));

#endif
