/* SPDX-License-Identifier: MIT */
#ifndef PARLAB_CMD_PROGRESS_H
#define PARLAB_CMD_PROGRESS_H

#include <stddef.h>

#include "grader/measure/measure.h"

/** @file
 *  One line on standard error that says what is going on, when standard
 *  error is a terminal; nothing otherwise. */

/** Begin; all other functions belong to this name. @param name  borrowed. */
void progress_start(const char *name);

/** What is going on, as printf would say it. */
void progress_show(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

void progress_building(void);
void progress_waiting(void);
void progress_cases(size_t n_done, size_t n_cases);
void progress_blocks(const struct measurement *so_far);

/** Wipe the line away; the next one comes as before. */
void progress_wipe(void);

/** Wipe the line away for good. */
void progress_end(void);

#endif
