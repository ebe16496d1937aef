/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_CMD_H
#define PARLAB_CMD_CMD_H

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

/** A verb: takes its own arguments, argv[0] included, returns exit code. */
int cmd_overview(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_grade(int argc, char **argv);
int cmd_doctor(int argc, char **argv);

/** Read the course of this installation, or end with exit code 3.
 *  @return borrowed, read once. */
const struct course *cmd_course(void);

/** A private folder that is removed when the process ends, or exit code 3.
 *  @return borrowed. */
const char *cmd_folder(void);

/** Whether a submission is still the untouched skeleton. Without the
 *  solutions beside it (the students' kit) nobody can tell: false. */
bool cmd_is_untouched(const struct exercise *exercise);

/** End as a process that a signal has ended does, after a message. */
void cmd_stop(void) __attribute__((noreturn));

#endif
