/* SPDX-License-Identifier: MIT */
#include "grader/cmd/progress.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

/* The line is rewritten in place and gone before anything else is printed. */

static const char *subject;
static bool is_shown;

void progress_show(const char *format, ...)
{
    if (subject == NULL || isatty(STDERR_FILENO) == 0)
        return;
    va_list args;
    va_start(args, format);
    fprintf(stderr, "\r\033[K%s: ", subject);
    vfprintf(stderr, format, args);
    fflush(stderr);
    va_end(args);
    is_shown = true;
}

void progress_start(const char *name)
{
    subject = name;
}

void progress_building(void)
{
    progress_show("compiling");
}

void progress_waiting(void)
{
    progress_show("waiting for another parlab of yours to finish timing");
}

void progress_cases(size_t n_done, size_t n_cases)
{
    progress_show("case %zu of %zu", n_done + 1, n_cases);
}

void progress_blocks(size_t n_clean, size_t n_wanted)
{
    progress_show("timing, %zu of %zu runs", n_clean, n_wanted);
}

void progress_end(void)
{
    if (is_shown)
        fputs("\r\033[K", stderr);
    is_shown = false;
    subject = NULL;
}
