/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_JUDGE_SANITIZER_H
#define PARLAB_JUDGE_SANITIZER_H

#include <stdbool.h>
#include <stddef.h>

#include "grader/judge/finding.h"

/** @file
 *  What the sanitizers of gcc and clang print, as findings. The text is
 *  hostile: a program can print what it likes. It can only accuse itself by
 *  that. */

/** What a text says besides. */
struct sanitizer_notes {
    bool has_archer; /**< OpenMP's runtime tells the race checker what it does
                          (sticky: it says so once in a run) */
    bool has_no_leaks; /**< the leak checker could not work */
};

/** Turn the reports in a text into findings, one for each name.
 *  A report counts only when it leads to a line of the candidate's file. A
 *  race counts only when both of its ends do, and, where OpenMP's threads
 *  take part, when Archer is there.
 *  @param text     @p n_bytes bytes
 *  @param stem     the candidate's file without ".c"
 *  @param notes    updated */
void sanitizer_read(const char *text, size_t n_bytes, const char *stem,
    struct sanitizer_notes *notes, struct findings *findings);

#endif
