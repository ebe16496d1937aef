/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CLASS_H
#define PARLAB_CMD_CLASS_H

#include "grader/cmd/cmd.h"
#include "grader/gradebook/gradebook.h"
#include "grader/gradebook/marks.h"
#include "grader/sandbox/args.h"

/** @file
 *  parlab class: one word after it, which has options of its own. Each word
 *  is a function of the form of a verb's; argv[0] is the word. */

/** @return exit code. */
int class_grade(int argc, char **argv);
int class_status(int argc, char **argv);
int class_repeat(int argc, char **argv);
int class_override(int argc, char **argv);
int class_export(int argc, char **argv);
int class_package(int argc, char **argv);
int class_report(int argc, char **argv);
int class_similar(int argc, char **argv);

/** Which gradebook, and whose rules: options that all words have. */
struct class_place {
    const char *book; /**< --book; NULL: gradebook.sqlite in this folder */
    const char *policy; /**< --policy; NULL: the gradebook's, else
                             labs/course.conf */
};

/** Their rows for an argp's table, and their keys. */
#define CLASS_PLACE_OPTIONS                                                    \
    {"book", KEY_CLASS_BOOK, "FILE", 0,                                        \
        "the gradebook; gradebook.sqlite in this folder unless given", 9},     \
    {                                                                          \
        "policy", KEY_CLASS_POLICY, "FILE", 0,                                 \
            "rules in the form of labs/course.conf, in place of those that "   \
            "the gradebook was made with",                                     \
            9                                                                  \
    }
enum { KEY_CLASS_BOOK = 512, KEY_CLASS_POLICY };

/** Take one of these options.
 *  @return 0; ARGP_ERR_UNKNOWN: it is none of them. */
error_t class_take_place(struct class_place *place, int key, char *value);

/** Add the names of the exercises that a word stands for; wrong usage when it
 *  stands for none. */
void class_take_exercises(
    struct args *names, struct argp_state *state, const char *word);

/** Whether an exercise is among the named ones. */
bool class_is_named(const struct args *names, const char *exercise);

/** Whether the gradebook is there. */
bool class_has_book(const struct class_place *place);

/** Open the gradebook; ends the process with exit code 3 when it cannot be.
 *  @return release with gradebook_close(). */
struct gradebook *class_open(
    const struct class_place *place, enum gradebook_mode mode);

/** Read the rules; ends the process with exit code 2 when there is no such
 *  file, and with 3 when it is wrong.
 *  Call it before cmd_course(): the course then follows them, and so do the
 *  gradings that this process starts.
 *  @param book  may be NULL: it has no rules yet.
 *  @return release with policy_free(). */
struct policy *class_policy(
    const struct class_place *place, struct gradebook *book);

/** Have the gradings that are started follow these rules, whatever becomes of
 *  the file that they were in. @return 0, or -1. */
int class_pin_policy(const char *text, struct fail *fail);

/** All at once, for who only reads. @param[out] policy release with
 *  policy_free(), after the marks. @return release with marks_free(). */
struct marks *class_marks(
    const struct class_place *place, struct policy **policy);

#endif
